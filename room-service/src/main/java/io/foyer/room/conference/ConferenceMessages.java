package io.foyer.room.conference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.foyer.contract.CompositionRecord;
import io.foyer.contract.MixerRecord;
import io.foyer.edge.Reason;
import io.foyer.room.domain.RoomView;
import io.foyer.room.runtime.Frame;
import io.foyer.room.runtime.Part;
import io.foyer.room.runtime.Part.Reach;
import io.foyer.room.runtime.Renderer;
import io.foyer.room.runtime.Scene;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * What the conference protocol says (conference-api.md 6), and to whom (7). Lists are always there, empty if need be; a
 * presenter or a screenshare that does not exist is left out, because pages would take a null for a name.
 */
@ApplicationScoped
public class ConferenceMessages implements Renderer<Scene> {
    /** Kinds of message, in the order in which they go out together. */
    static final int REGIONS = 0;

    static final int EXCLUDED = 1;
    static final int ACTIVE = 2;
    static final int CONFERENCE = 3;
    static final int COMPOSITIONS = 4;
    static final int STREAMS = 5;

    private static final String HIDDEN = "***";

    /** Parameters of a mixing page's address that are secrets. */
    private static final Pattern SECRETS = Pattern.compile("(?i)([?&](?:smtoken|token|accessToken|password)=)[^&#]*");

    private final ObjectMapper json;
    private final Frame activeStreams;
    private final Frame pong;
    private final Frame notYet;

    public ConferenceMessages(ObjectMapper json) {
        this.json = json;
        this.activeStreams = frame(message("activeStreams").putPOJO("list", List.of()));
        this.pong = frame(message("pong"));
        this.notYet = error(Reason.STATE_UNAVAILABLE, "the state of the room is not available yet; it will follow");
    }

    @Override
    public List<Part> render(Scene now, Scene before, List<Part> parts) {
        RoomView room = now.room();
        List<Part> rendered = new ArrayList<>(6);
        if (now.regions() != null) {
            boolean same = same(now, before, Scene::regions);
            rendered.add(part(REGIONS, Reach.ALL, Reach.ALL, same, parts, () -> regions(now.regions())));
        }
        boolean sameExcluded = same(now, before, scene -> scene.room().excluded());
        Reach late = room.excluded().isEmpty() ? Reach.NOBODY : Reach.HOSTS;
        rendered.add(part(EXCLUDED, late, Reach.ALL, sameExcluded, parts, () -> excluded(room)));
        boolean sameActive = same(now, before, scene -> scene.room().active());
        Part active = part(ACTIVE, Reach.ALL, Reach.ALL, sameActive, parts, () -> active(room));
        // Whatever changed in the room, everybody gets the list of it, as from the original.
        rendered.add(sameActive && !room.looksLike(before.room()) ? active.again() : active);
        boolean sameSeats = same(now, before, scene -> scene.room().conference())
                && same(now, before, scene -> scene.room().presenter());
        rendered.add(part(CONFERENCE, Reach.HOSTS, Reach.HOSTS, sameSeats, parts, () -> conference(room)));
        boolean sameCompositions = same(now, before, Scene::compositions) && same(now, before, Scene::mixerConnected);
        rendered.add(part(COMPOSITIONS, Reach.HOSTS, Reach.HOSTS, sameCompositions, parts, () -> compositions(now)));
        boolean destroyed = before != null
                && now.compositions().size() < before.compositions().size();
        rendered.add(part(STREAMS, Reach.NOBODY, Reach.HOSTS, !destroyed, parts, () -> activeStreams));
        return rendered;
    }

    private static boolean same(Scene now, Scene before, Function<Scene, ?> what) {
        return before != null && what.apply(now).equals(what.apply(before));
    }

    private static Part part(
            int kind, Reach greeting, Reach news, boolean same, List<Part> parts, Supplier<Frame> frame) {
        if (same) {
            for (Part part : parts) {
                if (part.kind() == kind) {
                    return part;
                }
            }
        }
        return new Part(kind, greeting, news, frame.get());
    }

    @Override
    public long changesAt(Scene scene) {
        return scene.room().changesAt();
    }

    @Override
    public Frame notYet() {
        return notYet;
    }

    private Frame active(RoomView room) {
        ObjectNode message = message("active").put("room", room.room());
        room.screenshare().ifPresent(name -> message.put("screenshareName", name));
        return frame(message.putPOJO("streams", room.active()));
    }

    private Frame excluded(RoomView room) {
        return frame(message("excluded").put("room", room.room()).putPOJO("streams", room.excluded()));
    }

    private Frame conference(RoomView room) {
        ObjectNode message = message("conference");
        room.presenter().ifPresent(name -> message.put("presenter", name));
        return frame(message.put("room", room.room()).putPOJO("streams", room.conference()));
    }

    private Frame regions(List<String> regions) {
        return frame(message("mixerRegions").putPOJO("regions", regions));
    }

    private Frame compositions(Scene scene) {
        return frame(compositionList(scene));
    }

    /** The same for one who asks. */
    Frame compositionsAgain(Scene scene) {
        return Frame.reply(bytes(compositionList(scene)));
    }

    /** What could be used as a token is hidden. */
    private ObjectNode compositionList(Scene scene) {
        ObjectNode message =
                message("activeCompositions").put("room", scene.room().room());
        ArrayNode list = message.putArray("list");
        scene.compositions().forEach(composition -> list.add(composition(composition, scene.mixerConnected())));
        return message;
    }

    private ObjectNode composition(CompositionRecord composition, boolean connected) {
        ObjectNode shown = json.createObjectNode()
                .put("event", composition.event())
                .put("transcodeComposition", composition.transcodeComposition())
                .put("digest", HIDDEN)
                .putPOJO("location", composition.location());
        ArrayNode mixers = shown.putArray("mixers");
        for (MixerRecord mixer : composition.mixers()) {
            ObjectNode node = json.valueToTree(mixer);
            if (mixer.mixingPage() != null) {
                node.put("mixingPage", SECRETS.matcher(mixer.mixingPage()).replaceAll("$1" + HIDDEN));
            }
            mixers.add(node.put("isWebSocketConnected", connected));
        }
        return shown;
    }

    /** The list of streams is of no meaning in a conference and always empty. */
    Frame activeStreams() {
        return activeStreams;
    }

    Frame pong() {
        return pong;
    }

    public Frame error(Reason reason, String text) {
        return Frame.reply(
                bytes(message("error").put("error", Objects.toString(text)).put("id", reason.id())));
    }

    private ObjectNode message(String type) {
        return json.createObjectNode().put("type", type);
    }

    private Frame frame(ObjectNode message) {
        return Frame.text(bytes(message));
    }

    private byte[] bytes(ObjectNode message) {
        try {
            return json.writeValueAsBytes(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts could not be written", e);
        }
    }
}
