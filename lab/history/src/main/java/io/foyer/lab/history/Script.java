package io.foyer.lab.history;

import io.foyer.lab.history.Operation.ClosePoster;
import io.foyer.lab.history.Operation.Delete;
import io.foyer.lab.history.Operation.Demote;
import io.foyer.lab.history.Operation.Exclude;
import io.foyer.lab.history.Operation.Hiccup;
import io.foyer.lab.history.Operation.KillReplica;
import io.foyer.lab.history.Operation.Leave;
import io.foyer.lab.history.Operation.Look;
import io.foyer.lab.history.Operation.Order;
import io.foyer.lab.history.Operation.Post;
import io.foyer.lab.history.Operation.Presenter;
import io.foyer.lab.history.Operation.Promote;
import io.foyer.lab.history.Operation.Publish;
import io.foyer.lab.history.Operation.Readmit;
import io.foyer.lab.history.Operation.Reconnect;
import io.foyer.lab.history.Operation.RestartRedis;
import io.foyer.lab.history.Operation.Unpublish;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Writes scripts: one seed, one script. Names are few, so that steps meet. */
final class Script {
    private static final List<String> PEOPLE = List.of("anna", "boris", "chloe", "dilan", "emre");
    /** They post and publish nothing, so that the start of a name is one thing. */
    private static final List<String> POSTERS = List.of("xena", "yuri");
    /** They are promoted before they come, and never come. */
    private static final int EXPECTED = 3;

    private final Random random;
    private final int replicas;

    private Script(long seed, int replicas) {
        this.random = new Random(seed);
        this.replicas = replicas;
    }

    /**
     * @param steps how many, not counting the looks that come every fifteen steps and at the end
     * @param faults whether replicas and Redis are killed
     */
    static List<Operation> write(long seed, int replicas, int steps, boolean faults) {
        Script script = new Script(seed, replicas);
        List<Operation> operations = new ArrayList<>();
        for (int step = 1; step <= steps; step++) {
            operations.add(script.step(faults));
            if (step % 15 == 0) {
                operations.add(new Look(script.replica()));
            }
        }
        operations.add(new Look(0));
        return List.copyOf(operations);
    }

    private Operation step(boolean faults) {
        int at = replica();
        boolean waiting = random.nextBoolean();
        String person = one(PEOPLE);
        String anybody = random.nextInt(4) == 0 ? one(POSTERS) : person;
        Integer dice = random.nextInt(faults ? 102 : 100);
        return switch (dice) {
            case Integer n when n < 20 -> new Publish(at, waiting, person);
            case Integer n when n < 26 -> new Unpublish(at, waiting, person);
            case Integer n when n < 30 -> new Hiccup(at, waiting, person);
            case Integer n when n < 32 -> new Leave(at, waiting, person);
            case Integer n when n < 37 -> new Post(at, one(POSTERS));
            case Integer n when n < 40 -> new ClosePoster(at, one(POSTERS));
            case Integer n when n < 57 -> new Promote(at, anybody);
            case Integer n when n < 60 -> new Promote(at, "guest" + random.nextInt(EXPECTED));
            case Integer n when n < 66 -> new Demote(at, anybody);
            case Integer n when n < 75 -> new Exclude(at, random.nextInt(3) == 0, anybody, 0);
            case Integer n when n < 77 -> new Exclude(at, waiting, person, 1);
            case Integer n when n < 85 -> new Readmit(at, random.nextInt(3) == 0, anybody);
            case Integer n when n < 88 -> new Delete(at, anybody);
            case Integer n when n < 92 -> new Presenter(at, anybody);
            case Integer n when n < 97 -> new Order(at, anybody, random.nextInt(4));
            case Integer n when n < 100 -> new Reconnect(at);
            case Integer n when n < 101 -> new KillReplica(at);
            default -> new RestartRedis(at);
        };
    }

    private int replica() {
        return random.nextInt(replicas);
    }

    private String one(List<String> names) {
        return names.get(random.nextInt(names.size()));
    }
}
