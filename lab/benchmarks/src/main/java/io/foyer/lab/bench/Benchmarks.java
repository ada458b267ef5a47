package io.foyer.lab.bench;

import io.foyer.lab.redis.RedisProcess;
import java.util.ArrayList;
import java.util.List;

/** Starts Redis and the servers, runs one scenario, prints its table: {@code Benchmarks <scenario> [--name=value]...}. */
final class Benchmarks {
    private Benchmarks() {}

    public static void main(String[] arguments) throws Exception {
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + ": see lab/benchmarks/README.md");
            System.exit(2);
            return;
        }
        run(options);
    }

    static void run(Options options) throws Exception {
        List<Server> servers = new ArrayList<>();
        try (RedisProcess redis = RedisProcess.start();
                Sockets sockets = new Sockets()) {
            for (String name : options.servers()) {
                servers.add(Server.start(name, options, redis.uri()));
            }
            Report report = new Report(options);
            new Scenarios(options, sockets, servers, report).run();
            report.print();
        } finally {
            servers.forEach(Server::close);
        }
    }
}
