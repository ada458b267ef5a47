package io.foyer.lab.node.signaling;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.foyer.lab.node.auth.CredentialCheck;
import io.foyer.lab.node.cluster.Provisions;
import io.foyer.lab.node.cluster.StreamFinder;
import io.foyer.lab.node.faults.Faults;
import io.foyer.lab.node.media.EnginePool;
import io.foyer.lab.node.media.StreamTable;
import io.foyer.lab.node.mixing.Groups;
import io.foyer.lab.node.settings.NodeSettings;
import io.foyer.lab.node.webhook.Webhooks;
import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;

/** What a session needs of its node. */
public record Services(
        NodeSettings settings,
        ObjectMapper json,
        ServerMessages messages,
        InstantSource clock,
        ScheduledExecutorService timer,
        Faults faults,
        EnginePool engines,
        StreamTable streams,
        StreamFinder finder,
        Provisions provisions,
        Groups groups,
        Webhooks webhooks,
        CredentialCheck credentials,
        JoinLog joins) {}
