package io.foyer.lab.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The clients of one room, and when each of them saw an expected state.
 *
 * <p>Every message is compared with what is expected, by its content. Clients of a room get the same bytes, so a message is parsed
 * only when its bytes differ from the last few that were.
 */
final class Audience implements Sockets.Listener, AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int REMEMBERED = 8;
    /** Handshakes at a time, where connecting is not what is measured. */
    private static final int CONNECTING = 20;

    /** A state that messages of this type show. @param leastBytes a shorter message cannot show it */
    record Expectation(String type, int leastBytes, Predicate<JsonNode> holds) {
        /** The list in this order. */
        static Expectation list(String type, List<String> names) {
            JsonNode wanted = JSON.valueToTree(names);
            return new Expectation(type, 0, message -> message.path("streams").equals(wanted));
        }

        /** The list in any order. */
        static Expectation all(String type, List<String> names) {
            List<String> sorted = names.stream().sorted().toList();
            int bytes = names.stream().mapToInt(String::length).sum();
            return new Expectation(type, bytes, message -> {
                List<String> seen = new ArrayList<>();
                message.path("streams").forEach(name -> seen.add(name.asText()));
                return seen.stream().sorted().toList().equals(sorted);
            });
        }
    }

    private enum Verdict {
        OTHER_TYPE,
        NOT_YET,
        REACHED
    }

    private record Judged(byte[] message, Verdict verdict) {}

    private final Server server;
    private final String room;
    private final List<Sockets.Client> clients = new ArrayList<>();
    private final long[] reachedAt;
    private final boolean[] holds;
    private final CountDownLatch opened;
    private final Semaphore connecting;
    private final Judged[] judged = new Judged[REMEMBERED];
    private int nextJudged;
    private Expectation expected = new Expectation("", 0, message -> false);
    private CountDownLatch missing = new CountDownLatch(0);
    private long messages;
    /** Why clients were lost, which no later message repairs. */
    private String lost = "";
    /** The last error a client was sent since something is expected. */
    private String error = "";

    private Consumer<Sockets.Client> atOpening = client -> {};

    private Audience(Server server, String room, int size, int connecting) {
        this.server = server;
        this.room = room;
        this.reachedAt = new long[size];
        this.holds = new boolean[size];
        this.opened = new CountDownLatch(size);
        this.connecting = new Semaphore(connecting);
    }

    /** Hosts, spread over the replicas of a server. Returns when all are connected. */
    static Audience connected(Sockets sockets, Server server, String room, int size) {
        Audience audience = new Audience(server, room, size, CONNECTING);
        audience.connect(sockets);
        audience.await(audience.opened, "connected");
        return audience;
    }

    /** Hosts that connect at once, and each does something as soon as it is connected. */
    static Audience storming(
            Sockets sockets,
            Server server,
            String room,
            int size,
            Expectation expectation,
            Consumer<Sockets.Client> atOpening) {
        Audience audience = new Audience(server, room, size, size);
        audience.atOpening = atOpening;
        audience.expect(expectation);
        audience.connect(sockets);
        return audience;
    }

    private void connect(Sockets sockets) {
        for (int i = 0; i < reachedAt.length; i++) {
            connecting.acquireUninterruptibly();
            clients.add(sockets.connect(server.port(i), "room=" + room + "&host=true", i, this));
        }
    }

    Server server() {
        return server;
    }

    String room() {
        return room;
    }

    int size() {
        return clients.size();
    }

    Sockets.Client client(int number) {
        return clients.get(number % clients.size());
    }

    /** Messages that the clients got so far. */
    synchronized long messages() {
        return messages;
    }

    /** From now on this is waited for. */
    synchronized void expect(Expectation expectation) {
        expected = expectation;
        error = "";
        missing = new CountDownLatch(reachedAt.length);
        Arrays.fill(reachedAt, 0);
        Arrays.fill(holds, false);
        Arrays.fill(judged, null);
    }

    /** Waits until every client saw what is expected. @return nanoTime when the last one did */
    long reached() {
        CountDownLatch latch;
        synchronized (this) {
            latch = missing;
        }
        await(latch, "saw the expected " + expected.type());
        synchronized (this) {
            return Arrays.stream(reachedAt).max().orElseThrow();
        }
    }

    /** When this client saw what is expected, as nanoTime. */
    synchronized long reachedAt(int number) {
        return reachedAt[number % reachedAt.length];
    }

    /** Fails unless the last such message of every client still shows what was expected. */
    synchronized void check() {
        for (int i = 0; i < holds.length; i++) {
            if (!holds[i] || !lost.isEmpty() || !error.isEmpty()) {
                throw new IllegalStateException(
                        server.name() + ": client " + i + " of " + room + " ended in another state " + lost + error);
            }
        }
    }

    private void await(CountDownLatch latch, String what) {
        try {
            for (int second = 0; second < server.timeoutSeconds(); second++) {
                if (latch.await(1, TimeUnit.SECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            String last = judged[Math.floorMod(nextJudged - 1, REMEMBERED)] == null
                    ? "nothing"
                    : new String(judged[Math.floorMod(nextJudged - 1, REMEMBERED)].message(), StandardCharsets.UTF_8);
            throw new IllegalStateException("%s: %d of %d clients of %s never %s. %s Last message: %.300s"
                    .formatted(server.name(), latch.getCount(), reachedAt.length, room, what, lost + error, last));
        }
    }

    @Override
    public void opened(Sockets.Client client) {
        opened.countDown();
        connecting.release();
        atOpening.accept(client);
    }

    @Override
    public synchronized void lost(Sockets.Client client, String why) {
        connecting.release();
        lost = "Client " + client.number + ": " + why + ".";
    }

    @Override
    public synchronized void message(Sockets.Client client, byte[] bytes, int from, int length, long at) {
        messages++;
        boolean tooShort = length < expected.leastBytes() && !holds[client.number];
        Verdict verdict = tooShort ? Verdict.OTHER_TYPE : verdict(bytes, from, length);
        if (verdict == Verdict.OTHER_TYPE) {
            return;
        }
        holds[client.number] = verdict == Verdict.REACHED;
        if (verdict == Verdict.REACHED && reachedAt[client.number] == 0) {
            reachedAt[client.number] = at;
            missing.countDown();
        }
    }

    private Verdict verdict(byte[] bytes, int from, int length) {
        for (Judged known : judged) {
            if (known != null
                    && known.message().length == length
                    && Arrays.equals(known.message(), 0, length, bytes, from, from + length)) {
                return known.verdict();
            }
        }
        byte[] copy = Arrays.copyOfRange(bytes, from, from + length);
        Judged fresh = new Judged(copy, judge(copy));
        judged[nextJudged++ % REMEMBERED] = fresh;
        return fresh.verdict();
    }

    private Verdict judge(byte[] text) {
        try {
            JsonNode message = JSON.readTree(text);
            String type = message.path("type").asText();
            if (type.equals("error")) {
                error = "Error: " + message.path("error").asText() + ".";
            }
            if (!type.equals(expected.type()) || !message.path("room").asText().equals(room)) {
                return Verdict.OTHER_TYPE;
            }
            return expected.holds().test(message) ? Verdict.REACHED : Verdict.NOT_YET;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        clients.forEach(Sockets.Client::close);
    }
}
