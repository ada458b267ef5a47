package io.foyer.registry.event;

import io.foyer.contract.StreamRecord;
import io.foyer.contract.StreamRecorder;
import io.foyer.registry.http.Administrator;
import io.foyer.registry.http.ApiGate;
import io.foyer.registry.node.NodeView;
import io.foyer.registry.stream.StreamView;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;

/** Clears records of streams (stream-manager-api.md 2.6). It does not stop any stream: what lives is reported again. */
@Path(ApiGate.STREAM_MANAGER + "/admin/event")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
@Administrator
public class ClearResource {
    private final StreamView streams;
    private final NodeView nodes;
    private final StreamRecorder recorder;
    private final Clock clock;

    public ClearResource(StreamView streams, NodeView nodes, StreamRecorder recorder, Clock clock) {
        this.streams = streams;
        this.nodes = nodes;
        this.recorder = recorder;
        this.clock = clock;
    }

    /** @param includeActive all of them; otherwise those whose node is not registered */
    @DELETE
    public Uni<EventJson.Cleared> clear(@QueryParam("includeActive") @DefaultValue("false") boolean includeActive) {
        long now = clock.millis();
        List<StreamRecord> cleared = streams.all().stream()
                .filter(stream ->
                        includeActive || nodes.byAddress(stream.address()).isEmpty())
                .toList();
        return Multi.createFrom()
                .iterable(cleared)
                .onItem()
                .transformToUni(stream -> recorder.stopped(stream.id(), now))
                .merge(32)
                .filter(done -> done)
                .collect()
                .with(Collectors.counting())
                .map(count -> new EventJson.Cleared(Math.toIntExact(count), now));
    }
}
