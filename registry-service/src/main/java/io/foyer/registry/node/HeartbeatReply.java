package io.foyer.registry.node;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.foyer.contract.CompositionRecord;
import io.foyer.contract.MixerRecord;
import java.util.List;
import java.util.Map;

/**
 * What a node has to do, and how it stands.
 *
 * @param state of the node, {@code inservice} or {@code draining} as a rule
 * @param heartbeatMillis time until the next heartbeat is expected
 * @param provisions all conference provisions the node has to hold, as posted; null when it holds exactly those
 * @param mixers exactly what the node has to mix; what is not listed is to be stopped
 * @param parents for edges and relays: addresses of the origins of their group
 * @param warnings what of the report was left out, at most 20; null when nothing was
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record HeartbeatReply(
        String node,
        String state,
        long heartbeatMillis,
        List<Map<String, Object>> provisions,
        List<Mixing> mixers,
        List<String> parents,
        List<HeartbeatWarnings.Warning> warnings) {

    HeartbeatReply with(HeartbeatWarnings leftOut) {
        return new HeartbeatReply(
                node,
                state,
                heartbeatMillis,
                provisions,
                mixers,
                parents,
                leftOut.answered().orElse(null));
    }

    /** One page to load, and what to do with the picture. */
    record Mixing(
            String event,
            String mixerName,
            String mixingPage,
            String streamName,
            String path,
            int width,
            int height,
            int framerate,
            int bitrate,
            String destination,
            String destinationMixerName,
            boolean doForward) {

        static Mixing of(CompositionRecord composition, MixerRecord mixer) {
            return new Mixing(
                    composition.event(),
                    mixer.mixerName(),
                    mixer.mixingPage(),
                    mixer.streamName(),
                    mixer.path(),
                    mixer.width(),
                    mixer.height(),
                    mixer.framerate(),
                    mixer.bitrate(),
                    mixer.destination(),
                    mixer.destinationMixerName(),
                    mixer.doForward());
        }
    }
}
