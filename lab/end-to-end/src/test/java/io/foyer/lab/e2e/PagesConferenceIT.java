package io.foyer.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import io.foyer.lab.e2e.browser.Chromium;
import io.foyer.lab.e2e.browser.Tab;
import io.foyer.lab.stack.Service;
import io.foyer.lab.stack.Stack;
import io.foyer.lab.stack.process.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Foyer's own two pages hold a conference in real Chromium, by hand: every step is a button that a person would press. */
class PagesConferenceIT {

    private static final Duration SOON = Duration.ofSeconds(40);
    private static final Duration LATER = Duration.ofSeconds(60);
    private static final Path PICTURES = Path.of("target", "screenshots");

    private static Lab lab;
    private static Chromium chromium;

    @RegisterExtension
    final TellWhenFailed failures = new TellWhenFailed();

    @BeforeAll
    static void start() {
        lab = Lab.start(
                "pages",
                Stack.builder()
                        .nodes("origin:2,edge:1,mixer:2")
                        .property(Service.REGISTRY, "foyer.registry.gone-after", "3s"));
        chromium = Chromium.launch();
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
        if (lab != null) {
            lab.close();
        }
    }

    @Test
    void two_people_wait_are_let_in_see_each_other_and_leave_in_every_way() throws IOException {
        Tab host = open("host", "/host.html?room=room1");
        Tab alice = open("alice", "/participant.html?room=room1&name=alice");
        Tab bob = open("bob", "/participant.html?room=room1&name=bob");

        // The mixed picture comes first.
        host.await("a region to choose", "document.querySelector('[name=region]').options.length > 0", SOON);
        host.button("Create").click();
        host.await("the mixed picture", "!document.querySelector('#composite').hidden", SOON);

        // Both wait; the host sees them move.
        enter(alice);
        enter(bob);
        host.awaitMovingPicture(tile("alice") + " video", SOON);
        host.awaitMovingPicture(tile("bob") + " video", SOON);

        // Both are let in, one after the other, and see the mixed picture move.
        admit(host, alice);
        alice.awaitMovingPicture("#conference-video", SOON);
        host.awaitMovingPicture("#composite-video", SOON);
        keepPictures(host, alice);
        admit(host, bob);
        bob.awaitMovingPicture("#conference-video", SOON);
        System.out.println("Alice hears bob: " + alice.awaitBeeps(SOON));
        System.out.println("Bob hears alice: " + bob.awaitBeeps(SOON));
        host.awaitMovingPicture("#composite-video", SOON);
        assertThat(host.page().locator("#wall li").count())
                .as("people on the wall")
                .isZero();
        host.await(
                "both to have arrived",
                "[...document.querySelectorAll('#people .hint')].filter((e) => e.textContent === 'in the conference').length === 2",
                SOON);
        assertThat(presenter(host)).as("the first one let in presents").isEqualTo("alice");

        host.button("Make bob the presenter").click();
        host.await(
                "bob to present",
                "document.querySelector('#people .badge:not([hidden])').closest('li').dataset.name === 'bob'",
                SOON);

        // Back to the waiting room, and let in again.
        host.button("Send alice back to the waiting room").click();
        alice.await("alice to wait again", "document.body.dataset.state === 'waiting'", SOON);
        host.awaitMovingPicture(tile("alice") + " video", SOON);
        admit(host, alice);
        alice.awaitMovingPicture("#conference-video", SOON);

        // Excluded.
        host.button("Exclude bob from the room").click();
        bob.await(
                "bob to be told",
                "document.body.dataset.state === 'excluded' && /excluded/.test(document.querySelector('#status').textContent)",
                SOON);
        host.await(
                "bob to be gone",
                "document.querySelector('#people [data-name=bob]') === null && document.querySelector('#wall [data-name=bob]') === null",
                SOON);
        host.await(
                "alice to present",
                "document.querySelector('#people .badge:not([hidden])').closest('li').dataset.name === 'alice'",
                SOON);

        // Leaving of one's own will clears everything.
        alice.button("Leave").click();
        alice.await("alice to be away", "document.body.dataset.state === 'away'", SOON);
        host.await("an empty desk", "document.querySelectorAll('#people li, #wall li').length === 0", SOON);

        host.button("Remove").click();
        host.await(
                "no mixed picture",
                "document.querySelector('#composite').hidden && !document.querySelector('[name=create]').disabled",
                SOON);
    }

    @Test
    void when_a_node_dies_everybody_on_it_finds_back_into_the_conference() {
        Tab host = open("host", "/host.html?room=room3");
        Tab alice = open("alice", "/participant.html?room=room3&name=alice");
        host.await("a region to choose", "document.querySelector('[name=region]').options.length > 0", SOON);
        host.button("Create").click();
        host.await("the mixed picture", "!document.querySelector('#composite').hidden", SOON);
        enter(alice);
        host.await("her tile", "document.querySelector('" + tile("alice") + "') !== null", SOON);
        admit(host, alice);
        alice.awaitMovingPicture("#conference-video", SOON);

        // The node of the conference goes; the mixed picture moves to another, and she with it.
        Part node = lab.stack()
                .node(lab.nodeAt(lab.streamManager().join("live/room3").serverAddress())
                        .id());
        node.kill();
        try {
            alice.await("alice to notice", "document.body.dataset.state !== 'inside'", SOON);
            // She keeps her place if she is quick enough, otherwise this host lets her in again at once.
            host.page()
                    .evaluate("setInterval(() => document.querySelector('" + tile("alice")
                            + " .primary')?.click(), 500)");
            alice.await("alice to be inside again", "document.body.dataset.state === 'inside'", LATER);
            alice.awaitMovingPicture("#conference-video", LATER);
        } finally {
            node.start();
        }
    }

    @Test
    void the_index_page_leads_to_both_pages() {
        Tab visitor = open("visitor", "/");
        visitor.page().fill("[name=room]", "room7");
        visitor.page().fill("[name=name]", "carol");
        visitor.button("Take part").click();
        visitor.page().waitForURL("**/participant.html?room=room7&name=carol");
        assertThat(visitor.page().inputValue("[name=name]")).isEqualTo("carol");

        visitor.page().navigate(lab.origin() + "/?room=room7&token=secret");
        visitor.button("Be the host").click();
        visitor.page().waitForURL("**/host.html?room=room7");
        assertThat(visitor.page().inputValue("#token"))
                .as("a token is carried along, but not in the address")
                .isEqualTo("secret");
    }

    @Test
    void a_name_with_markup_is_refused_and_a_missing_room_is_asked_for() {
        Tab guest = open("guest", "/participant.html?room=room2&name=" + "%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E");
        assertThat(guest.page().inputValue("[name=name]")).isEmpty();
        guest.await("the camera", "!document.querySelector('[name=enter]').disabled", SOON);
        guest.page().fill("[name=name]", "<b>bold</b>");
        guest.button("Enter waiting room").click();
        guest.await(
                "a notice",
                "/letters, digits and hyphens/.test(document.querySelector('#problems').textContent)",
                SOON);

        Tab host = open("host", "/host.html");
        host.await(
                "the question for the room",
                "!document.querySelector('#choose').hidden && document.querySelector('#desk').hidden",
                SOON);
    }

    private Tab open(String who, String path) {
        Tab tab = failures.watch(chromium.newTab(who));
        tab.page().navigate(lab.origin() + path);
        return tab;
    }

    private static void enter(Tab person) {
        person.await("the camera of " + person.who(), "!document.querySelector('[name=enter]').disabled", SOON);
        person.button("Enter waiting room").click();
        person.await(person.who() + " to wait", "document.body.dataset.state === 'waiting'", SOON);
    }

    private static void admit(Tab host, Tab person) {
        host.button("Admit " + person.who() + " to the conference").click();
        person.await(person.who() + " to be inside", "document.body.dataset.state === 'inside'", SOON);
    }

    private static String tile(String name) {
        return "#wall [data-name=" + name + "]";
    }

    private static String presenter(Tab host) {
        return (String) host.page()
                .evaluate("document.querySelector('#people .badge:not([hidden])').closest('li').dataset.name");
    }

    /** What the README shows: with {@code -Dfoyer.screenshots=update} both pages side by side become part of the documentation. */
    private static void keepPictures(Tab host, Tab guest) throws IOException {
        Files.createDirectories(PICTURES);
        byte[] left = host.screenshot(PICTURES.resolve("host.png"));
        byte[] right = guest.screenshot(PICTURES.resolve("participant.png"));
        Path both = PICTURES.resolve("conference.png");
        try (Tab frame = chromium.newTab("frame")) {
            frame.page()
                    .setContent(
                            "<!doctype html><body style='margin:0;display:flex;gap:12px;align-items:start;background:#8a8a86;padding:12px'>"
                                    + picture(left) + picture(right));
            frame.page().locator("body").screenshot(new Locator.ScreenshotOptions().setPath(both));
        }
        if ("update".equals(System.getProperty("foyer.screenshots"))) {
            Path images = Files.createDirectories(Path.of("..", "..", "docs", "images"));
            Files.copy(both, images.resolve("conference.png"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static String picture(byte[] png) {
        return "<img style='width:50%;min-width:0' src='data:image/png;base64,"
                + Base64.getEncoder().encodeToString(png) + "'>";
    }
}
