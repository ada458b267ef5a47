package io.foyer.room.runtime;

import io.vertx.core.Context;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The clients of this replica that look at one view, and what they were sent last.
 *
 * <pre>
 *   WITHHELD --loaded: everybody is greeted--> SHOWN --changed, answer--> SHOWN
 * </pre>
 *
 * <p>Until the view is loaded nobody is sent anything of it: a list that lacks somebody for a moment would throw that
 * participant out. What is sent is always the newest view, so it never goes back in time. The pause between two sendings follows
 * from what the last one cost: none for a small audience, and never more than half of one core for a large one.
 *
 * <p>Everything but {@link #size} happens on one event loop context; the public methods may be called from anywhere.
 */
final class Audience<V> {
    private static final int MAX_KINDS = 16;

    /** What costs less than this is sent at once. */
    private static final long CHEAP_NANOS = 500_000;

    /** Share of the sockets in the cost of a sending; measured with 2,000 clients, see docs/performance.md. */
    private static final long NANOS_PER_CLIENT = 5_000;

    private final Context context;
    private final Supplier<V> view;
    private final Renderer<V> renderer;
    private final LongSupplier now;
    private final long timeout;
    /** By event loop: those of one are sent to in one task. */
    private final Map<Executor, Set<Client>> clients = new HashMap<>();

    /** Who came while the view was withheld and was not told so yet. */
    private final Set<Client> unanswered = new HashSet<>();

    private final AtomicInteger size = new AtomicInteger();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    /** In which update each kind was sent last. */
    private final long[] sentIn = new long[MAX_KINDS];

    /**
     * Kinds that somebody waits for as an answer, with the update after the one that was the last when the question came: a
     * kind that was sent in that one or later is not sent again. Guarded by itself.
     */
    private final long[] dueSince = new long[MAX_KINDS];

    /** Who asked last and waits for the answer; null for nobody. */
    private volatile Client asker;

    private State<V> state = new Withheld<>();
    private volatile long version;
    private long restUntil = Long.MIN_VALUE;
    private long alarm = Long.MAX_VALUE;

    private sealed interface State<V> {}

    private record Withheld<V>() implements State<V> {}

    private record Shown<V>(V view, List<Part> parts, Update hosts, Update guests) implements State<V> {
        Update to(Client client) {
            return client.role() == Role.GUEST ? guests : hosts;
        }
    }

    /**
     * @param view computes what there is to see; called once it is loaded
     * @param now the store's clock
     * @param timeout how long clients wait for the view before they are told so, milliseconds
     */
    Audience(Context context, Supplier<V> view, Renderer<V> renderer, LongSupplier now, long timeout) {
        this.timeout = timeout;
        this.context = context;
        this.view = view;
        this.renderer = renderer;
        this.now = now;
    }

    int size() {
        return size.get();
    }

    void enter(Client client) {
        size.incrementAndGet();
        context.runOnContext(ignored -> {
            clients.computeIfAbsent(client.loop(), loop -> new LinkedHashSet<>())
                    .add(client);
            switch (state) {
                case Shown<V> shown -> client.loop().execute(() -> client.update(shown.to(client)));
                case Withheld<V> withheld -> {
                    unanswered.add(client);
                    if (unanswered.size() == 1) {
                        context.owner().setTimer(timeout, timer -> context.runOnContext(again -> apologise()));
                    }
                }
            }
        });
    }

    private void apologise() {
        if (state instanceof Withheld<V>) {
            unanswered.forEach(client -> client.reply(renderer.notYet()));
        }
        unanswered.clear();
    }

    /** Answers how many are left. */
    int leave(Client client) {
        context.runOnContext(ignored -> {
            clients.computeIfPresent(client.loop(), (loop, all) -> all.remove(client) && all.isEmpty() ? null : all);
            unanswered.remove(client);
        });
        return size.decrementAndGet();
    }

    /** The view is loaded: whoever waits for it gets it. */
    void loaded() {
        context.runOnContext(ignored -> {
            if (state instanceof Withheld<V>) {
                Shown<V> shown = show(view.get(), null, List.of());
                state = shown;
                send(shown.hosts(), shown.guests());
            }
        });
    }

    /** There may be something else to see. */
    void changed() {
        if (scheduled.compareAndSet(false, true)) {
            context.runOnContext(ignored -> sendWhenRested());
        }
    }

    /** Number of the last update. */
    long version() {
        return version;
    }

    /** Sends these kinds, be it that nothing changed, unless they were sent in an update after this one. Bits. */
    void answer(Client from, long kinds, long since) {
        asker = from;
        synchronized (dueSince) {
            for (int kind = 0; kind < MAX_KINDS; kind++) {
                if ((kinds & 1L << kind) != 0) {
                    dueSince[kind] = Math.max(dueSince[kind], since + 1);
                }
            }
        }
        changed();
    }

    private void sendWhenRested() {
        long rest = restUntil - System.nanoTime();
        if (restUntil != Long.MIN_VALUE && rest > 0) {
            context.owner().setTimer(1 + rest / 1_000_000, ignored -> context.runOnContext(again -> send()));
        } else {
            send();
        }
    }

    private void send() {
        scheduled.set(false);
        if (!(state instanceof Shown<V> shown)) {
            return;
        }
        long began = System.nanoTime();
        long[] due = due();
        V seen = view.get();
        Shown<V> next = show(seen, shown.view(), shown.parts());
        state = next;
        List<Part> news = next.parts().stream()
                .filter(part -> isNew(part, shown.parts()) || due[part.kind()] > sentIn[part.kind()])
                .toList();
        if (news.isEmpty()) {
            return;
        }
        news.forEach(part -> sentIn[part.kind()] = version);
        Update toHosts = update(news, true, false);
        Update toGuests = update(news, false, false);
        send(toHosts, toGuests);
        long cost = System.nanoTime() - began + NANOS_PER_CLIENT * size.get();
        restUntil = cost < CHEAP_NANOS ? Long.MIN_VALUE : began + 2 * cost;
    }

    private void send(Update toHosts, Update toGuests) {
        Client first = asker;
        if (first != null) {
            asker = null;
            // Only of this room: a host may ask from its waiting room. It is sent nothing twice, for updates have
            // numbers.
            if (clients.getOrDefault(first.loop(), Set.of()).contains(first)) {
                first.loop().execute(() -> first.update(first.role() == Role.GUEST ? toGuests : toHosts));
            }
        }
        clients.forEach((loop, all) -> {
            Client[] now = all.toArray(Client[]::new);
            loop.execute(() -> {
                for (Client client : now) {
                    Update update = client.role() == Role.GUEST ? toGuests : toHosts;
                    if (!update.messages().isEmpty()) {
                        client.update(update);
                    }
                }
            });
        });
    }

    private long[] due() {
        synchronized (dueSince) {
            long[] due = dueSince.clone();
            Arrays.fill(dueSince, 0);
            return due;
        }
    }

    private static boolean isNew(Part part, List<Part> before) {
        return before.stream().noneMatch(known -> known == part);
    }

    private Shown<V> show(V seen, V before, List<Part> parts) {
        version = version + 1;
        List<Part> rendered = renderer.render(seen, before, parts);
        wakeAt(renderer.changesAt(seen));
        return new Shown<>(seen, rendered, update(rendered, true, true), update(rendered, false, true));
    }

    private Update update(List<Part> parts, boolean hosts, boolean greeting) {
        List<Message> messages = new ArrayList<>(parts.size());
        for (Part part : parts) {
            if ((greeting ? part.greeting() : part.news()).includes(hosts)) {
                messages.add(new Message(part.kind(), part.frame()));
            }
        }
        return new Update(version, messages);
    }

    /** One timer at a time: an earlier moment than the one that is set is set besides, which happens once per decision. */
    private void wakeAt(long millis) {
        if (millis < alarm) {
            alarm = millis;
            long delay = Math.max(1, millis - now.getAsLong() + 1);
            context.owner()
                    .setTimer(
                            delay,
                            ignored -> context.runOnContext(again -> {
                                if (alarm == millis) {
                                    alarm = Long.MAX_VALUE;
                                }
                                changed();
                            }));
        }
    }
}
