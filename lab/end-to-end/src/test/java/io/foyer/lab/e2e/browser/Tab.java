package io.foyer.lab.e2e.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One person's tab. Remembers what its console said, because that is the first thing to read when a test fails. */
public final class Tab implements AutoCloseable {

    private static final int MEMORY = 2_000;
    private static final int BETWEEN_QUESTIONS_MS = 50;

    private final String who;
    private final BrowserContext context;
    private final Page page;
    private final List<String> console = new ArrayList<>();

    Tab(String who, BrowserContext context) {
        this.who = who;
        this.context = context;
        this.page = context.newPage();
        page.addInitScript(Sound.REMEMBER_PEERS);
        page.onConsoleMessage(message -> note(message.type() + ": " + message.text()));
        page.onPageError(error -> note("uncaught: " + error));
        page.onRequestFailed(
                request -> note("failed: " + request.method() + " " + pathOf(request.url()) + " " + request.failure()));
        page.onWebSocket(socket -> {
            note("socket: " + pathOf(socket.url()));
            socket.onClose(closed -> note("socket closed: " + pathOf(closed.url())));
            socket.onSocketError(error -> note("socket error: " + error));
        });
    }

    public String who() {
        return who;
    }

    public Page page() {
        return page;
    }

    public Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** Waits until an expression on the page is true; `what` and the page's console explain it when it never is. */
    public void await(String what, String expression, Duration limit) {
        awaitTruth(what, expression, null, limit);
    }

    /**
     * Waits until the video shows the moving picture of a fake camera, alone or among others: frames are decoded and their
     * pixels compared.
     *
     * @return what was seen, for the log
     */
    public String awaitMovingPicture(String selector, Duration limit) {
        return String.valueOf(awaitTruth("a moving picture in " + selector, MovingPicture.SCRIPT, selector, limit));
    }

    /**
     * Waits until the tab receives the beeps of a fake microphone, on any of its peer connections.
     *
     * @return what was heard, for the log
     */
    public String awaitBeeps(Duration limit) {
        return String.valueOf(awaitTruth("a beep", Sound.BEEPS, null, limit));
    }

    /**
     * Waits until the tab receives nothing but silence for some four seconds, in packets that do come.
     *
     * @return what was heard, for the log
     */
    public String awaitSilence(Duration limit) {
        return String.valueOf(awaitTruth("silence", Sound.SILENCE, null, limit));
    }

    /**
     * Asks again and again from here, because the pages forbid scripts to evaluate texts, which is how Playwright's own
     * waiting works.
     */
    private Object awaitTruth(String what, String script, String argument, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        PlaywrightException last = null;
        do {
            try {
                Object result = page.evaluate(script, argument);
                if (result != null && !Boolean.FALSE.equals(result)) {
                    return result;
                }
            } catch (PlaywrightException e) {
                last = e; // such as a page that is just being left
            }
            page.waitForTimeout(BETWEEN_QUESTIONS_MS);
        } while (System.nanoTime() < deadline);
        throw new AssertionError(
                "In the tab of " + who + ", not within " + limit.toSeconds() + " s: " + what + "\n" + describe(), last);
    }

    public byte[] screenshot(Path file) {
        return page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
    }

    /** A picture for the report of a failure, where a page that shows none is no further trouble. */
    public void tryScreenshot(Path file) {
        try {
            screenshot(file);
        } catch (PlaywrightException e) {
            note("no screenshot: " + e.getMessage());
        }
    }

    /** Address, visible text and console of the page. */
    public String describe() {
        return "--- tab of " + who + " at " + pathOf(page.url()) + "\n" + visibleText()
                + "\n--- last picture looked at: " + recall("lastPicture") + "\n--- last sound listened to: "
                + recall("lastSound") + "\n--- its console\n" + String.join("\n", console);
    }

    @Override
    public void close() {
        context.close();
    }

    private void note(String line) {
        if (console.size() < MEMORY) {
            console.add(line);
        }
    }

    private String recall(String name) {
        try {
            return String.valueOf(page.evaluate("window." + name));
        } catch (PlaywrightException e) {
            return "unknown";
        }
    }

    private String visibleText() {
        try {
            return page.locator("body").innerText(new Locator.InnerTextOptions().setTimeout(1_000));
        } catch (PlaywrightException e) {
            return "(no text: " + e.getMessage() + ")";
        }
    }

    /** Queries may carry tokens, which do not belong into a report. */
    private static String pathOf(String url) {
        int query = url.indexOf('?');
        return query < 0 ? url : url.substring(0, query);
    }
}
