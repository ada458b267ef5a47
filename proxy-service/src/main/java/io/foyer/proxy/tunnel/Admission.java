package io.foyer.proxy.tunnel;

import io.foyer.contract.NodeRecord;
import io.foyer.edge.Reason;
import io.foyer.proxy.config.ProxyConfig;
import io.foyer.proxy.domain.request.Refusal;
import io.foyer.proxy.domain.request.SignalingRequest;
import io.foyer.proxy.drain.Drain;
import io.foyer.proxy.nodes.NodeDirectory;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;

/** Whether a request may become a session at all: everything that is known before a node is dialed. */
@ApplicationScoped
public class Admission {
    private final NodeDirectory nodes;
    private final Drain drain;
    private final Set<String> dropped;

    public Admission(NodeDirectory nodes, Drain drain, ProxyConfig config) {
        this.nodes = nodes;
        this.drain = drain;
        this.dropped = config.dropParameters().orElse(Set.of());
    }

    /** What became of a request. */
    public sealed interface Verdict {
        record Admitted(SignalingRequest request, NodeRecord node) implements Verdict {}

        record Refused(Refusal refusal) implements Verdict {}
    }

    /** @param rawQuery as in the request line */
    public Verdict judge(String rawQuery) {
        if (drain.draining()) {
            return new Verdict.Refused(Refusal.of(Reason.DRAINING));
        }
        return switch (SignalingRequest.parse(rawQuery, dropped)) {
            case SignalingRequest.Parsed.Invalid(Refusal refusal) -> new Verdict.Refused(refusal);
            case SignalingRequest.Parsed.Valid(SignalingRequest request) -> lookUp(request);
        };
    }

    private Verdict lookUp(SignalingRequest request) {
        if (!nodes.loaded()) {
            return new Verdict.Refused(Refusal.of(Reason.NOT_LOADED));
        }
        Optional<NodeRecord> node = nodes.find(request.host());
        return node.<Verdict>map(found -> new Verdict.Admitted(request, found))
                .orElse(new Verdict.Refused(Refusal.of(Reason.NODE_UNKNOWN)));
    }
}
