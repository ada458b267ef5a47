package io.foyer.lab.e2e.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The installed Chromium, without a window, with a fake camera whose picture moves and a fake microphone. Nothing is
 * downloaded: the browser is the one in the environment variable {@code CHROMIUM} or under one of the usual names.
 */
public final class Chromium implements AutoCloseable {

    private static final List<String> USUAL_NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

    private static final List<String> FLAGS = List.of(
            "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream",
            "--no-sandbox",
            "--allow-loopback-in-peer-connection",
            "--disable-features=WebRtcHideLocalIpsWithMdns,LocalNetworkAccessChecks",
            // A tab in the background must not slow its timers down: every tab of a test plays a person in front of it.
            "--disable-background-timer-throttling",
            "--disable-backgrounding-occluded-windows",
            "--disable-renderer-backgrounding");

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    public static Chromium launch() {
        Path executable = find();
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        try {
            Browser browser = playwright
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(executable)
                            .setHeadless(true)
                            .setArgs(FLAGS));
            return new Chromium(playwright, browser);
        } catch (RuntimeException e) {
            playwright.close();
            throw e;
        }
    }

    /** A new person: a tab of its own that shares nothing with the others. */
    public Tab newTab(String who) {
        return new Tab(
                who,
                browser.newContext(new Browser.NewContextOptions()
                        .setIgnoreHTTPSErrors(true)
                        .setViewportSize(1280, 800)
                        .setPermissions(List.of("camera", "microphone"))));
    }

    @Override
    public void close() {
        playwright.close();
    }

    private static Path find() {
        return Optional.ofNullable(System.getenv("CHROMIUM"))
                .map(Path::of)
                .or(Chromium::onThePath)
                .filter(Files::isExecutable)
                .orElseThrow(() -> new IllegalStateException(
                        "The browser tests need Chromium: install it (on Debian: apt-get install chromium)"
                                + " or name it in the environment variable CHROMIUM."));
    }

    private static Optional<Path> onThePath() {
        List<String> folders =
                List.of(System.getenv().getOrDefault("PATH", "/usr/bin").split(":"));
        return USUAL_NAMES.stream()
                .flatMap(name ->
                        Stream.concat(folders.stream(), Stream.of("/usr/bin")).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
