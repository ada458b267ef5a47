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
        this.activeStreams = frame(names(message("activeStreams"), "list", List.of()));
        this.pong = frame(message("pong"));
        this.notYet = error(Reason.STATE_UNAVAILABLE, "the state of the room is not available yet; it will follow");
    }

    @Override
    public List<Part> render(Scene now, Scene before, List<Part> parts) {
        boolean first = before == null;
        boolean room = first || !now.room().looksLike(before.room());
        RoomView seen = now.room();
        List<Part> rendered = new ArrayList<>(6);
        if (now.regions() != null) {
            boolean same = !first && now.regions().equals(before.regions());
            rendered.add(part(REGIONS, Reach.ALL, Reach.ALL, same, parts, () -> regions(now.regions())));
        }
        boolean sameExcluded = !first && seen.excluded().equals(before.room().excluded());
        Reach late = seen.excluded().isEmpty() ? Reach.NOBODY : Reach.HOSTS;
        rendered.add(part(EXCLUDED, late, Reach.ALL, sameExcluded, parts, () -> excluded(seen)));
        boolean sameActive = !first && seen.active().equals(before.room().active());
        Part active = part(ACTIVE, Reach.ALL, Reach.ALL, sameActive, parts, () -> active(seen));
        // Whatever changed in the room, everybody gets the list of it, as from the original.
        rendered.add(sameActive && room ? active.again() : active);
        boolean sameSeats = !first
                && seen.conference().equals(before.room().conference())
                && seen.presenter().equals(before.room().presenter());
        rendered.add(part(CONFERENCE, Reach.HOSTS, Reach.HOSTS, sameSeats, parts, () -> conference(seen)));
        boolean sameCompositions = !first
                && now.compositions().equals(before.compositions())
                && now.mixerConnected() == before.mixerConnected();
        rendered.add(part(COMPOSITIONS, Reach.HOSTS, Reach.HOSTS, sameCompositions, parts, () -> compositions(now)));
        boolean destroyed =
                !first && now.compositions().size() < before.compositions().size();
        rendered.add(part(STREAMS, Reach.NOBODY, Reach.HOSTS, !first && !destroyed, parts, () -> activeStreams));
        return rendered;
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
        return frame(names(message, "streams", room.active()));
    }

    private Frame excluded(RoomView room) {
        return frame(names(message("excluded").put("room", room.room()), "streams", room.excluded()));
    }

    private Frame conference(RoomView room) {
        ObjectNode message = message("conference");
        room.presenter().ifPresent(name -> message.put("presenter", name));
        return frame(names(message.put("room", room.room()), "streams", room.conference()));
    }

    private Frame regions(List<String> regions) {
        return frame(names(message("mixerRegions"), "regions", regions));
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
                .put("digest", HIDDEN);
        ArrayNode location = shown.putArray("location");
        composition.location().forEach(location::add);
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

    private static ObjectNode names(ObjectNode message, String field, List<String> names) {
        ArrayNode list = message.putArray(field);
        names.forEach(list::add);
        return message;
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
