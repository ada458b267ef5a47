package io.foyer.state.redis;

import io.foyer.state.Change;
import io.foyer.state.Store;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;

/**
 * A writer in a process of its own: adds to its own counter and to one it shares with others.
 * Arguments: Redis URI, own name, number of additions.
 */
final class WriterMain {
    private WriterMain() {}

    public static void main(String[] args) {
        String name = args[1];
        int times = Integer.parseInt(args[2]);
        try (StateProcess process = StateProcess.start(args[0])) {
            Store<Counter> store = process.store(Counter.WHOLE);
            List<Uni<?>> writes = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                writes.add(store.<Integer>change("common", StoreTest::plusOne));
                writes.add(store.<Void>change(
                        name,
                        present -> Change.put(
                                new Counter(present.map(Counter::count).orElse(0) + 1, name))));
            }
            for (Uni<?> write : writes) {
                write.subscribe().asCompletionStage();
            }
            StoreTest.await(store.<Integer>change("common", present -> Change.keep(0)));
            StoreTest.await(store.<Integer>change(name, present -> Change.keep(0)));
        }
        // The executors of the client library would keep the process alive.
        System.exit(0);
    }
}
