package io.foyer.room.composition;

import io.foyer.room.conference.Messages;
import io.foyer.room.conference.Surroundings;
import io.foyer.room.domain.RoomKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** What clients are shown besides the lists of their room. */
@ApplicationScoped
public class CompositionSurroundings implements Surroundings {
    private final Regions regions;
    private final Compositions compositions;
    private final Messages messages;

    public CompositionSurroundings(Regions regions, Compositions compositions, Messages messages) {
        this.regions = regions;
        this.compositions = compositions;
        this.messages = messages;
    }

    @Override
    public Optional<String> regions() {
        return regions.message();
    }

    @Override
    public String compositions(RoomKey room) {
        return messages.activeCompositions(room.text(), compositions.list(room));
    }
}
