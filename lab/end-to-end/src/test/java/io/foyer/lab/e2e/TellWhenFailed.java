package io.foyer.lab.e2e;

import io.foyer.lab.e2e.browser.Tab;
import io.foyer.lab.e2e.client.RoomClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * When a test fails, writes down what everybody saw: the rooms as its sockets know them, each tab's text, console and picture,
 * in {@code target/failures}. Closes the tabs afterwards, failed or not.
 */
public final class TellWhenFailed implements AfterEachCallback {

    private final List<Tab> tabs = new ArrayList<>();
    private final List<RoomClient> rooms = new ArrayList<>();

    public Tab watch(Tab tab) {
        tabs.add(tab);
        return tab;
    }

    public RoomClient watch(RoomClient room) {
        rooms.add(room);
        return room;
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        try {
            if (context.getExecutionException().isPresent()) {
                tell(context.getRequiredTestClass().getSimpleName() + "."
                        + context.getRequiredTestMethod().getName());
            }
        } finally {
            tabs.forEach(Tab::close);
        }
    }

    private void tell(String test) throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "failures"));
        StringBuilder report = new StringBuilder();
        rooms.forEach(room -> report.append(room.describe())
                .append("\n  heard: ")
                .append(room.socket().heard())
                .append('\n'));
        for (Tab tab : tabs) {
            report.append(tab.describe()).append('\n');
            tab.tryScreenshot(folder.resolve(test + "-" + tab.who() + ".png"));
        }
        Path file = Files.writeString(folder.resolve(test + ".txt"), report);
        System.out.println("What everybody saw when " + test + " failed: " + file + "\n" + report);
    }
}
