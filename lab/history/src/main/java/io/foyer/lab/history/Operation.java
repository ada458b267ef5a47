package io.foyer.lab.history;

/** One step of a script. {@code at} is the replica that is spoken to; {@code waiting} means the waiting room. */
sealed interface Operation {
    int at();

    /** The name that it is about; empty text for none. */
    default String name() {
        return "";
    }

    /** A node reports a stream. */
    record Publish(int at, boolean waiting, String name) implements Operation {}

    record Unpublish(int at, boolean waiting, String name) implements Operation {}

    /** The stream ends and is back before the seat grace is over. */
    record Hiccup(int at, boolean waiting, String name) implements Operation {}

    /** The stream ends, and the next step comes after the seat grace. */
    record Leave(int at, boolean waiting, String name) implements Operation {}

    /** A client posts a name on a connection of its own, which stays open. */
    record Post(int at, String name) implements Operation {}

    /** The connection that posted the name closes. */
    record ClosePoster(int at, String name) implements Operation {}

    record Promote(int at, String name) implements Operation {}

    record Demote(int at, String name) implements Operation {}

    /** @param seconds 0 means until somebody readmits; else the next step comes after it ended */
    record Exclude(int at, boolean waiting, String name, int seconds) implements Operation {}

    record Readmit(int at, boolean waiting, String name) implements Operation {}

    record Delete(int at, String name) implements Operation {}

    record Presenter(int at, String name) implements Operation {}

    record Order(int at, String name, int index) implements Operation {}

    /** {@code kill -9} and a new process; hosts and posters that were connected are gone. */
    record KillReplica(int at) implements Operation {}

    /** {@code kill -9} of Redis and a restart with what it had. */
    record RestartRedis(int at) implements Operation {}

    /** Every host's page closes and opens again. */
    record Reconnect(int at) implements Operation {}

    /** Wait until all have been shown everything, and look at every replica with new eyes. */
    record Look(int at) implements Operation {}
}
