package io.foyer.lab.history;

import io.foyer.lab.history.Client.Shown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Carries a script out in a new room, step by step, beside the model. A step counts as done when the replica that was spoken
 * to has stored it and shows it: a command that changes nothing is still on its way for a moment, and what comes from another
 * replica meanwhile may be decided before it. The others may be late, except before a step that concerns the same name, for
 * people act on what they see.
 */
final class ModelRun implements AutoCloseable {
    /** Longer than the feed's lag, a lease and the seat grace together. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static int rooms;

    /** A page, the state of the model when it opened, and where. */
    private record Page(Client client, int replica, boolean waiting, int openedAt) {}

    private record Poster(Client client, int replica) {}

    private final Cluster cluster;
    private final String room;
    private final Model model = new Model(Cluster.SEAT_GRACE.toMillis());
    private final List<Shown> states = new ArrayList<>();
    private final List<Shown> waitingStates = new ArrayList<>();
    private final List<Page> pages = new ArrayList<>();
    private final List<Page> closed = new ArrayList<>();
    private final Map<String, Poster> posters = new HashMap<>();
    private final Map<String, Integer> lastTouched = new HashMap<>();

    private ModelRun(Cluster cluster, String room) {
        this.cluster = cluster;
        this.room = room;
    }

    /** What was wrong and with which step; empty if all of the script went as the model says. */
    static Optional<String> fault(Cluster cluster, List<Operation> script) {
        rooms++;
        try (ModelRun run = new ModelRun(cluster, "live/model" + Long.toHexString(System.nanoTime()) + rooms)) {
            run.record();
            run.openPages();
            for (Operation operation : script) {
                try {
                    run.step(operation);
                } catch (Violation violation) {
                    return Optional.of(operation + ": " + violation.getMessage());
                }
            }
            return Optional.empty();
        }
    }

    private void step(Operation operation) {
        if (!makesSense(operation)) {
            return;
        }
        if (lastTouched.getOrDefault(operation.name(), operation.at()) != operation.at()
                || operation instanceof Operation.Presenter
                || operation instanceof Operation.Order) {
            awaitShown(operation.at(), "before the step");
        }
        lastTouched.put(operation.name(), operation.at());
        carryOut(operation);
        if (operation instanceof Operation.Hiccup(int at, boolean waiting, String name)) {
            apply(new Operation.Unpublish(at, waiting, name));
            apply(new Operation.Publish(at, waiting, name));
        } else {
            apply(operation);
        }
        switch (operation) {
            case Operation.Look look -> look();
            case Operation.Leave leave -> passTime(Cluster.SEAT_GRACE);
            case Operation.Exclude exclude
            when exclude.seconds() > 0 -> passTime(Duration.ofSeconds(exclude.seconds()));
            case Operation.KillReplica kill -> awaitShownEverywhere();
            case Operation.Unpublish gone -> passTime(Duration.ZERO);
            case Operation.ClosePoster gone -> passTime(Cluster.SEAT_GRACE);
            case Operation.Delete gone -> passTime(Duration.ZERO);
            default -> awaitShown(operation.at(), "after the step");
        }
        // Two starts in the same millisecond would be ordered by name.
        LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
    }

    /** A script is written without knowing the state, and a shrunk one has gaps: such steps are left out. */
    private boolean makesSense(Operation operation) {
        return switch (operation) {
            case Operation.Publish it -> !model.isLive(it.waiting(), it.name());
            case Operation.Unpublish it -> model.isLive(it.waiting(), it.name());
            case Operation.Leave it -> model.isLive(it.waiting(), it.name());
            case Operation.Hiccup it -> model.isLive(it.waiting(), it.name());
            case Operation.Post it -> !posters.containsKey(it.name());
            case Operation.ClosePoster it -> posters.containsKey(it.name());
            case Operation.Promote it -> it.name().startsWith("guest") || model.isPresent(it.name());
            default -> true;
        };
    }

    private void carryOut(Operation operation) {
        switch (operation) {
            case Operation.Publish it -> webhook(it, it.waiting(), "stream-published");
            case Operation.Unpublish it -> webhook(it, it.waiting(), "stream-unpublished");
            case Operation.Leave it -> webhook(it, it.waiting(), "stream-unpublished");
            case Operation.Hiccup it -> hiccup(it);
            case Operation.Post it -> post(it);
            case Operation.ClosePoster it -> posters.remove(it.name()).client.close();
            case Operation.Promote it -> say(it, false, "promote", "");
            case Operation.Demote it -> say(it, false, "demote", "");
            case Operation.Exclude it ->
                say(it, it.waiting(), "exclude", it.seconds() == 0 ? "" : ",\"seconds\":" + it.seconds());
            case Operation.Readmit it -> say(it, it.waiting(), "readmit", "");
            case Operation.Delete it -> {
                say(it, false, "delete", "");
                Optional.ofNullable(posters.remove(it.name())).ifPresent(poster -> poster.client.close());
            }
            case Operation.Presenter it -> say(it, false, "presenter", "");
            case Operation.Order it -> say(it, false, "order", ",\"order\":" + it.index());
            case Operation.KillReplica it -> killReplica(it.at());
            case Operation.RestartRedis it -> {
                cluster.redis().kill();
                cluster.redis().restart();
                cluster.awaitWorking();
            }
            case Operation.Reconnect it -> openPages();
            case Operation.Look it -> {}
        }
    }

    private void say(Operation operation, boolean waiting, String type, String more) {
        answered(operation.at(), () -> page(operation.at(), waiting).client.send(type, operation.name(), more));
    }

    private void answered(int at, Runnable command) {
        Replica replica = cluster.replica(at);
        long before = replica.commandsAnswered();
        command.run();
        done(replica + " has not answered", () -> replica.commandsAnswered() > before);
    }

    private static void done(String otherwise, BooleanSupplier done) {
        Await.within(TIMEOUT, () -> done.getAsBoolean() ? Optional.empty() : Optional.of(otherwise))
                .ifPresent(missing -> {
                    throw new Violation(missing);
                });
    }

    private void webhook(Operation operation, boolean waiting, String event) {
        Replica replica = cluster.replica(operation.at());
        Optional<Integer> status = replica.webhook(
                event, (waiting ? room + "_wr" : room) + "/" + operation.name(), System.currentTimeMillis());
        if (!status.equals(Optional.of(200))) {
            throw new Violation("webhook answered with " + status);
        }
        done(replica + " has not written the webhook", () -> replica.webhooksWaiting() == 0);
    }

    /** On a slow machine nobody knows whether the seat was kept: then a host takes it away, for certain. */
    private void hiccup(Operation.Hiccup it) {
        long began = System.nanoTime();
        webhook(it, it.waiting(), "stream-unpublished");
        LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
        webhook(it, it.waiting(), "stream-published");
        if (System.nanoTime() - began > Cluster.SEAT_GRACE.toNanos() / 2) {
            Operation.Demote demote = new Operation.Demote(it.at(), it.name());
            carryOut(demote);
            apply(demote);
        }
    }

    private void post(Operation.Post it) {
        Client client = Client.connect(cluster.replica(it.at()), room)
                .orElseThrow(() -> new Violation(cluster.replica(it.at()) + " takes no connection"));
        answered(it.at(), () -> client.send("post", it.name(), ""));
        posters.put(it.name(), new Poster(client, it.at()));
    }

    /** Whoever had posted there is gone with it, and its post with its lease. */
    private void killReplica(int at) {
        Replica replica = cluster.replica(at);
        replica.kill();
        posters.entrySet().removeIf(poster -> {
            if (poster.getValue().replica != at) {
                return false;
            }
            apply(new Operation.ClosePoster(at, poster.getKey()));
            return true;
        });
        replica.launch();
        replica.awaitReady();
        pages.stream().filter(page -> page.replica == at).forEach(closed::add);
        pages.removeIf(page -> page.replica == at);
        open(at);
    }

    private void openPages() {
        pages.forEach(page -> page.client.close());
        closed.addAll(pages);
        pages.clear();
        for (int replica = 0; replica < cluster.replicas().size(); replica++) {
            open(replica);
        }
    }

    private void open(int replica) {
        pages.add(page(replica, false, Client.connect(cluster.replica(replica), room)));
        pages.add(page(replica, true, Client.connect(cluster.replica(replica), room + "_wr")));
    }

    /** A replica that lags shows a new page an older state, so the page may start a few states back. */
    private Page page(int replica, boolean waiting, Optional<Client> client) {
        Client connected = client.orElseThrow(() -> new Violation(cluster.replica(replica) + " takes no connection"));
        return new Page(connected, replica, waiting, Math.max(0, states.size() - 10));
    }

    private Page page(int replica, boolean waiting) {
        return pages.stream()
                .filter(page -> page.replica == replica && page.waiting == waiting)
                .findFirst()
                .orElseThrow();
    }

    private void passTime(Duration time) {
        LockSupport.parkNanos(time.toNanos());
        awaitShownEverywhere();
    }

    private void awaitShownEverywhere() {
        for (int replica = 0; replica < cluster.replicas().size(); replica++) {
            awaitShown(replica, "on every replica");
        }
    }

    private void awaitShown(int replica, String when) {
        Await.within(TIMEOUT, () -> missing(page(replica, false)).or(() -> missing(page(replica, true))))
                .ifPresent(missing -> {
                    throw new Violation(when + ": " + missing + "\npages:\n  "
                            + String.join(
                                    "\n  ",
                                    pages.stream()
                                            .map(page -> cluster.replica(page.replica) + " " + page.client.shown())
                                            .toList()));
                });
        record();
    }

    private Optional<String> missing(Page page) {
        model.settle(System.currentTimeMillis());
        Shown wanted = sorted(page.waiting ? model.waitingRoom() : model.room());
        Shown shown = sorted(page.client.shown());
        if (page.client.greeted() && shown.equals(wanted)) {
            return Optional.empty();
        }
        return Optional.of(cluster.replica(page.replica) + " shows " + (page.waiting ? "the waiting room as " : "")
                + shown + " instead of " + wanted
                + (page.client.connected() ? "" : " (connection ended)")
                + page.client
                        .errorAfter(0)
                        .map(error -> " (error: " + error + ")")
                        .orElse(""));
    }

    /** Exclusions have no order that anybody sees. */
    private static Shown sorted(Shown shown) {
        return new Shown(
                shown.active(),
                shown.conference(),
                shown.presenter(),
                shown.excluded().stream().sorted(Comparator.naturalOrder()).toList());
    }

    private void look() {
        awaitShownEverywhere();
        List<Page> before = List.copyOf(pages);
        pages.clear();
        for (int replica = 0; replica < cluster.replicas().size(); replica++) {
            open(replica);
        }
        awaitShownEverywhere();
        pages.forEach(page -> page.client.close());
        pages.clear();
        pages.addAll(before);
        List<Page> all = new ArrayList<>(closed);
        all.addAll(pages);
        for (Page page : all) {
            List<Shown> from = page.waiting ? waitingStates : states;
            Sightings.fault(page.client.seen(), from.subList(page.openedAt, from.size()))
                    .ifPresent(fault -> {
                        throw new Violation("a page of " + cluster.replica(page.replica) + ": " + fault);
                    });
        }
    }

    private void apply(Operation operation) {
        model.apply(operation, System.currentTimeMillis());
        record();
    }

    private void record() {
        states.add(model.room());
        waitingStates.add(model.waitingRoom());
    }

    @Override
    public void close() {
        pages.forEach(page -> page.client.close());
        posters.values().forEach(poster -> poster.client.close());
    }
}
