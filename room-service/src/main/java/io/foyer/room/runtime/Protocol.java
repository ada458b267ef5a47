package io.foyer.room.runtime;

import io.foyer.edge.Reason;
import java.util.concurrent.CompletionStage;

/**
 * What clients of one kind say and understand. An adapter: parser, renderer, table of recipients. It keeps nothing that a
 * restart would lose.
 */
public interface Protocol {
    /** The client is connected. False when its room has all the clients it may have. */
    boolean opened(Client client);

    /**
     * One complete message, in order. Completes once it was carried out; until then only so many others are read. Fails with
     * a {@link Refusal} for a message that made no sense, of which a client may send only so many; it was answered in any case.
     */
    CompletionStage<?> received(Client client, String text);

    void closed(Client client);

    /** How a client is told why it does not get what it wants. */
    Frame error(Reason reason, String text);
}
