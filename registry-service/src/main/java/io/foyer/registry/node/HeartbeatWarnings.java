package io.foyer.registry.node;

import io.foyer.edge.Reason;
import io.foyer.registry.http.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What of one report was left out, because one bad entry must not cost the node and its other streams anything. */
final class HeartbeatWarnings {
    /** As many are answered; all are counted. */
    private static final int MAX_ANSWERED = 20;

    private final List<Warning> answered = new ArrayList<>();
    private int names;
    private String firstName = "";

    /**
     * @param field {@code streams[1].name}
     * @param reason id of the {@link Reason}
     * @param detail a sentence; holds nothing that was sent but single characters
     */
    record Warning(String field, String reason, String detail) {}

    void leftOut(ApiException failure) {
        if (answered.size() < MAX_ANSWERED) {
            answered.add(new Warning(failure.field(), failure.reason().id(), failure.getMessage()));
        }
        if (failure.reason() == Reason.BAD_NAME) {
            firstName = names == 0 ? failure.getMessage() : firstName;
            names++;
        }
    }

    /** How many entries had a name that is none. */
    int names() {
        return names;
    }

    /** The first of them, for the log. */
    String firstName() {
        return firstName;
    }

    /** Empty when nothing was left out, so that the reply has no such member. */
    Optional<List<Warning>> answered() {
        return answered.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(answered));
    }
}
