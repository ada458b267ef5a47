package io.foyer.contract;

import io.foyer.state.Change;
import io.foyer.state.SharedState;
import io.foyer.state.Store;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * The one piece of code that turns news of a stream into a record, whichever service heard it. Repeated, late and
 * reordered news do no harm: what is stored is what was heard last.
 */
@ApplicationScoped
public class StreamRecorder {
    private final Store<StreamRecord> streams;

    public StreamRecorder(SharedState state) {
        this.streams = state.store(Tables.STREAMS);
    }

    /** The stream is live on this node. Answers whether that was news. */
    public Uni<Boolean> started(StreamRecord stream) {
        return streams.change(stream.id(), present -> {
            if (present.isPresent() && present.get().heardAt() >= stream.heardAt()) {
                return Change.keep(false);
            }
            if (present.isPresent() && present.get().startTime() >= stream.startTime()) {
                return Change.keep(false);
            }
            return Change.put(stream, present.isEmpty());
        });
    }

    /** The stream ended on this node. Answers whether that was news. */
    public Uni<Boolean> stopped(String id, long heardAt) {
        return streams.change(id, present -> {
            if (present.isEmpty() || present.get().heardAt() > heardAt) {
                return Change.keep(false);
            }
            return Change.remove(true);
        });
    }
}
