package io.foyer.lab.node;

import io.foyer.lab.node.settings.NodeSettings;
import io.foyer.lab.node.settings.SettingsException;
import java.time.InstantSource;

/**
 * One simulated media node in a process of its own, since a defect in the native media library ends the process.
 *
 * <p>Prints {@code ready id=<id> role=<role> address=<address> port=<port>} once it listens, and {@code leaving id=<id>} when
 * it was asked to end. Ends with status 2 when a
 * setting cannot be used and 1 when it cannot listen, each with one sentence on the error output.
 */
public final class NodeSimulator {
    private static final String LOG_FORMAT = "%1$tFT%1$tT.%1$tL %4$s %5$s%6$s%n";

    private NodeSimulator() {}

    public static void main(String[] arguments) {
        System.setProperty("java.util.logging.SimpleFormatter.format", LOG_FORMAT);
        // Netty would use a part of the JDK that warns into the log; the lab does without its speed.
        System.setProperty("io.netty.noUnsafe", "true");
        // Without this Vert.x looks for other logging libraries and warns when it finds none.
        System.setProperty("vertx.logger-delegate-factory-class-name", "io.vertx.core.logging.JULLogDelegateFactory");
        try {
            NodeSettings settings = NodeSettings.parse(arguments, System.getenv());
            RunningNode node = RunningNode.start(
                    settings, InstantSource.system(), () -> Runtime.getRuntime().halt(1));
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> {
                                System.out.println("leaving id=" + settings.id());
                                node.close();
                                // The native library's own farewell is not waited for: it sometimes complains, and it
                                // has nothing to save.
                                Runtime.getRuntime().halt(0);
                            },
                            "shutdown"));
            System.out.println("ready id=" + settings.id() + " role="
                    + settings.role().wireName() + " address=" + settings.address() + " port=" + node.port());
        } catch (SettingsException unusable) {
            System.err.println(unusable.getMessage());
            Runtime.getRuntime().halt(2);
        } catch (NodeStartException impossible) {
            System.err.println(impossible.getMessage());
            Runtime.getRuntime().halt(1);
        }
    }
}
