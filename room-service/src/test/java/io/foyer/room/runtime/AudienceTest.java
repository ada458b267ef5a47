package io.foyer.room.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.name.Scope;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients of one view are sent, and in which order. */
class AudienceTest {
    private static final int LIST = 2;

    /** Who was sent what, in order. */
    private record Sent(String client, long version, String text) {}

    private final List<Sent> sent = new CopyOnWriteArrayList<>();
    private final ExecutorService loop = Executors.newSingleThreadExecutor();
    private final Vertx vertx = Vertx.vertx();
    private volatile String view = "first";
    private Audience<String> audience;

    @BeforeEach
    void open() {
        audience = new Audience<>(vertx.getOrCreateContext(), () -> view, new Lists(), () -> 0, 60_000);
    }

    @AfterEach
    void close() {
        vertx.close();
        loop.shutdownNow();
    }

    @Test
    void nobody_is_sent_anything_before_the_view_is_loaded() {
        audience.enter(new Named("a"));
        audience.changed();
        view = "loaded";
        audience.loaded();

        await().until(() -> !sent.isEmpty());
        assertThat(sent).extracting(Sent::text).containsExactly("loaded");
    }

    @Test
    void who_asks_is_answered_before_all_others() {
        List<Client> clients = enter(50);
        Client asker = clients.get(40);
        view = "second";
        audience.answer(asker, 1 << LIST, audience.version());

        await().until(() -> sent.stream().map(Sent::client).distinct().count() == 50);
        assertThat(sent.getFirst().client()).isEqualTo(asker.id());
        assertThat(sent).extracting(Sent::text).containsOnly("second");
    }

    @Test
    void an_answer_comes_though_nothing_changed_and_a_mere_change_without_news_does_not() {
        List<Client> clients = enter(2);
        audience.changed();
        audience.answer(clients.getFirst(), 1 << LIST, audience.version());

        await().until(() -> sent.stream().map(Sent::client).distinct().count() == 2);
        assertThat(sent).extracting(Sent::version).containsOnly(sent.getFirst().version());
    }

    @Test
    void what_was_sent_since_the_question_is_not_sent_again() throws Exception {
        List<Client> clients = enter(1);
        long asked = audience.version();
        view = "second";
        audience.changed();
        await().until(() -> sent.size() == 1);
        audience.answer(clients.getFirst(), 1 << LIST, asked);
        view = "third";
        audience.changed();

        await().until(() -> sent.getLast().text().equals("third"));
        assertThat(sent).extracting(Sent::text).doesNotHaveDuplicates().startsWith("second");
    }

    @Test
    void an_asker_who_left_is_sent_nothing() {
        List<Client> clients = enter(3);
        audience.leave(clients.getFirst());
        view = "second";
        audience.answer(clients.getFirst(), 1 << LIST, audience.version());

        await().until(() -> sent.size() == 2);
        assertThat(sent).extracting(Sent::client).containsExactly("1", "2");
    }

    /** So many clients that have had their greeting. */
    private List<Client> enter(int count) {
        List<Client> clients = new ArrayList<>();
        audience.loaded();
        for (int i = 0; i < count; i++) {
            Client client = new Named(Integer.toString(i));
            clients.add(client);
            audience.enter(client);
        }
        await().until(() -> sent.size() == count);
        sent.clear();
        return clients;
    }

    /** One list that everybody gets. */
    private static final class Lists implements Renderer<String> {
        @Override
        public List<Part> render(String view, String before, List<Part> parts) {
            return view.equals(before)
                    ? parts
                    : List.of(new Part(LIST, Part.Reach.ALL, Part.Reach.ALL, Frame.text(view)));
        }

        @Override
        public long changesAt(String view) {
            return Long.MAX_VALUE;
        }

        @Override
        public Frame notYet() {
            return Frame.text("not yet");
        }
    }

    /** Takes updates as a socket does: none that is not newer than the last. */
    private final class Named implements Client {
        private final String id;
        private long version;

        private Named(String id) {
            this.id = id;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public Scope room() {
            return new Scope("live/room1");
        }

        @Override
        public Role role() {
            return Role.HOST;
        }

        @Override
        public Executor loop() {
            return loop;
        }

        @Override
        public void update(Update update) {
            if (update.version() > version) {
                version = update.version();
                update.messages()
                        .forEach(message -> sent.add(
                                new Sent(id, update.version(), message.frame().text())));
            }
        }

        @Override
        public void reply(Frame frame) {
            throw new AssertionError("no replies here");
        }
    }
}
