package io.foyer.registry.domain.composition;

import io.foyer.contract.CompositionRecord;
import io.foyer.contract.MixerRecord;
import io.foyer.contract.NodeRecord;
import io.foyer.registry.domain.composition.CompositionOrder.MixerOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Puts the mixers of a composition on nodes, and on others when those are gone. Pure. */
public final class Placement {
    /** Told to run, not heard of. */
    public static final String PENDING = "pending";

    /** Publishing its composite. */
    public static final String COMPOSING = "composing";

    private Placement() {}

    /**
     * @param nodes one mixer node for each mixer, in their order
     * @param destination address the final mixer forwards to
     */
    public static CompositionRecord place(
            CompositionOrder order, List<NodeRecord> nodes, String destination, long now) {
        List<MixerRecord> mixers = new ArrayList<>();
        for (int at = 0; at < order.mixers().size(); at++) {
            MixerOrder mixer = order.mixers().get(at);
            NodeRecord node = nodes.get(at);
            mixers.add(new MixerRecord(
                    node.id(),
                    mixer.mixerName(),
                    node.region(),
                    pageFor(mixer.mixingPage(), node.id()),
                    mixer.streamName(),
                    mixer.path(),
                    mixer.destinationMixerName(),
                    node.address(),
                    destination,
                    mixer.width(),
                    mixer.height(),
                    mixer.framerate(),
                    mixer.bitrate(),
                    mixer.doForward(),
                    PENDING));
        }
        return linked(
                new CompositionRecord(order.event(), order.transcodeComposition(), order.location(), mixers, now));
    }

    /** Moves one mixer to another node, where it has to start anew; who forwards to it is told its new address. */
    public static CompositionRecord moved(CompositionRecord composition, String mixerName, NodeRecord to) {
        return linked(each(composition, mixer -> {
            if (!mixer.mixerName().equals(mixerName)) {
                return mixer;
            }
            String page = pageFor(pageWithout(mixer.mixingPage(), mixer.id()), to.id());
            return with(mixer, to.id(), to.region(), page, to.address(), mixer.destination(), PENDING);
        }));
    }

    /** Sends the composite elsewhere. */
    public static CompositionRecord redirected(CompositionRecord composition, String destination) {
        return each(
                composition,
                mixer -> isFinal(mixer)
                        ? with(
                                mixer,
                                mixer.id(),
                                mixer.location(),
                                mixer.mixingPage(),
                                mixer.serverAddress(),
                                destination,
                                mixer.state())
                        : mixer);
    }

    /** What a mixer node says it is doing: what it does not name, it does not run (yet, or any more). */
    public static CompositionRecord followed(
            CompositionRecord composition, String node, Map<String, String> statesByMixer) {
        return each(
                composition,
                mixer -> mixer.id().equals(node)
                        ? mixer.in(statesByMixer.getOrDefault(mixer.mixerName(), PENDING))
                        : mixer);
    }

    /** A mixer of which nothing may be expected until it is on another node. */
    public static CompositionRecord lost(CompositionRecord composition, String node) {
        return followed(composition, node, Map.of());
    }

    public static boolean isFinal(MixerRecord mixer) {
        return mixer.destinationMixerName().isEmpty();
    }

    public static Optional<MixerRecord> finalMixer(CompositionRecord composition) {
        return composition.mixers().stream().filter(Placement::isFinal).findFirst();
    }

    private static CompositionRecord linked(CompositionRecord composition) {
        Map<String, String> addresses = composition.mixers().stream()
                .collect(Collectors.toMap(MixerRecord::mixerName, MixerRecord::serverAddress));
        return each(
                composition,
                mixer -> isFinal(mixer)
                        ? mixer
                        : with(
                                mixer,
                                mixer.id(),
                                mixer.location(),
                                mixer.mixingPage(),
                                mixer.serverAddress(),
                                addresses.get(mixer.destinationMixerName()),
                                mixer.state()));
    }

    private static String pageFor(String page, String node) {
        return page + (page.indexOf('?') < 0 ? "?" : "&") + "type=cef&cef-id=" + node;
    }

    private static String pageWithout(String page, String node) {
        String added = "type=cef&cef-id=" + node;
        return page.endsWith(added) ? page.substring(0, page.length() - added.length() - 1) : page;
    }

    private static CompositionRecord each(CompositionRecord composition, UnaryOperator<MixerRecord> change) {
        return new CompositionRecord(
                composition.event(),
                composition.transcodeComposition(),
                composition.location(),
                composition.mixers().stream().map(change).toList(),
                composition.createdAt());
    }

    private static MixerRecord with(
            MixerRecord mixer,
            String id,
            String location,
            String page,
            String serverAddress,
            String destination,
            String state) {
        return new MixerRecord(
                id,
                mixer.mixerName(),
                location,
                page,
                mixer.streamName(),
                mixer.path(),
                mixer.destinationMixerName(),
                serverAddress,
                destination,
                mixer.width(),
                mixer.height(),
                mixer.framerate(),
                mixer.bitrate(),
                mixer.doForward(),
                state);
    }
}
