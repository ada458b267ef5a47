package io.foyer.lab.stack;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The variables that {@code make run} listens to; {@code lab/stack/README.md} has the list. One that is set but empty counts as not set.
 *
 * @param environment as {@link System#getenv()} gives it
 */
record Settings(Map<String, String> environment) {
    private static final Pattern NETWORK = Pattern.compile("127(\\.\\d{1,3}){2}");

    /** @throws StackException naming the variable that is not understood */
    StackBuilder builder() {
        StackBuilder builder = Stack.builder();
        ports("INGRESS_PORT").ifPresent(builder::ingressPorts);
        text("INGRESS_HOST").ifPresent(builder::ingressHost);
        port("REDIS_PORT").ifPresent(builder::redisPort);
        for (Service service : Service.values()) {
            port(service.portSetting()).ifPresent(port -> builder.port(service, port));
        }
        text("NODES").ifPresent(builder::nodes);
        port("NODE_PORT").ifPresent(builder::nodePort);
        network().ifPresent(builder::nodeNetwork);
        number("READY_SECONDS", 1, 3600).map(Duration::ofSeconds).ifPresent(builder::readyWithin);
        // The services read their keys from the environment by themselves; this one the nodes have to know too.
        text("FOYER_REGISTRY_NODE_KEY").ifPresent(key -> builder.property(Service.REGISTRY, StackPlan.NODE_KEY, key));
        return builder.folder(Repository.find().stackTarget());
    }

    private Optional<String> text(String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    private Optional<List<Integer>> ports(String name) {
        return text(name).map(value -> Arrays.stream(value.split(",", -1))
                .map(one -> parse(name, one, 1, 65535))
                .toList());
    }

    private Optional<Integer> port(String name) {
        return number(name, 1, 65535);
    }

    private Optional<Integer> number(String name, int least, int most) {
        return text(name).map(value -> parse(name, value, least, most));
    }

    private static int parse(String name, String value, int least, int most) {
        try {
            int number = Integer.parseInt(value.strip());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw new StackException(name + "=" + value + " is not a number from " + least + " to " + most);
    }

    private Optional<String> network() {
        Optional<String> network = text("NODE_NETWORK");
        network.filter(value -> !NETWORK.matcher(value).matches()).ifPresent(value -> {
            throw new StackException("NODE_NETWORK=" + value
                    + " is not the beginning of a loopback address: write for example " + Addresses.DEFAULT_NETWORK);
        });
        return network;
    }
}
