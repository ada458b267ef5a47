package io.foyer.room.runtime;

import io.foyer.name.Scope;
import java.util.concurrent.Executor;

/** A connected client as the runtime sees it. The calls return at once. */
public interface Client {
    /** Unique among the connections of all replicas; no secret. */
    String id();

    /** The room asked for at connect; it never changes. */
    Scope room();

    Role role();

    /** Where it takes updates: one for all clients of an event loop. */
    Executor loop();

    /** Sends the update as soon as the client can take it; of each kind only the newest message waits. On its loop only. */
    void update(Update update);

    /** Sends a direct answer, in the order of the calls; beyond a bound of waiting ones it is dropped. From any thread. */
    void reply(Frame frame);
}
