package io.foyer.room.runtime;

import io.foyer.name.Scope;

/** A connected client as the runtime sees it. The calls may come from any thread and return at once. */
public interface Client {
    /** Unique among the connections of all replicas; no secret. */
    String id();

    /** The room asked for at connect; it never changes. */
    Scope room();

    Role role();

    /** Sends the update as soon as the client can take it; of each kind only the newest message waits. */
    void update(Update update);

    /** Sends a direct answer, in the order of the calls; beyond a bound of waiting ones it is dropped. */
    void reply(Frame frame);
}
