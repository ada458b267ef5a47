package io.foyer.registry.domain.composition;

import io.foyer.contract.CompositionRecord;
import io.foyer.contract.MixerRecord;
import io.foyer.contract.StreamRecord;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;

/** May participants join a conference yet, and where (stream-manager-api.md 2.3)? */
public sealed interface Join {
    /** @param serverAddress the node the composite is forwarded to; participants belong there */
    record Ready(String event, String serverAddress) implements Join {}

    /** @param reason for whoever asks; it will ask again */
    record NotYet(String reason) implements Join {}

    /**
     * @param scope of the conference, {@code live/room1}; its composition is what follows the first segment
     * @param compositions finds a composition by event
     * @param copies finds where a stream is, by guid
     */
    static Join decide(
            String scope,
            Function<String, Optional<CompositionRecord>> compositions,
            Function<String, Collection<StreamRecord>> copies) {
        int slash = scope.indexOf('/');
        if (slash < 0) {
            return new NotYet("a conference needs an application and a room: " + scope);
        }
        String event = scope.substring(slash + 1);
        Optional<CompositionRecord> composition = compositions.apply(event);
        if (composition.isEmpty()) {
            return new NotYet("no composition " + event);
        }
        Optional<MixerRecord> found = Placement.finalMixer(composition.get())
                .filter(mixer ->
                        mixer.path().equals(scope) && mixer.streamName().equals(event));
        if (found.isEmpty()) {
            return new NotYet("composition " + event + " does not publish " + scope + "/" + event);
        }
        MixerRecord mixer = found.get();
        if (!mixer.state().equals(Placement.COMPOSING)) {
            return new NotYet("the mixer of composition " + event + " is " + mixer.state());
        }
        boolean arrived = copies.apply(scope + "/" + event).stream()
                .filter(StreamRecord::published)
                .anyMatch(copy -> copy.address().equals(mixer.destination())
                        || copy.address().isEmpty());
        return arrived
                ? new Ready(event, mixer.destination())
                : new NotYet("the composite of " + event + " has not arrived at its destination");
    }
}
