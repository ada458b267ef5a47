package io.foyer.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Route;
import io.foyer.lab.e2e.browser.Chromium;
import io.foyer.lab.e2e.browser.Tab;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The two pages in real Chromium with a scripted system behind them ({@code scripted/system.js}): what they do when things go
 * wrong, which the real system does not do on demand.
 */
class PagesAloneIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    /** The page itself takes 20 s to notice, and a little more to come back. */
    private static final Duration AFTER_SILENCE = Duration.ofSeconds(50);

    /** Nothing listens here; a secure context in the browser's eyes. */
    private static final String ORIGIN = "http://localhost:1";

    private static final Path PAGES =
            Path.of("..", "..", "room-service", "src", "main", "resources", "META-INF", "resources");
    private static final Path SYSTEM = Path.of("src", "test", "resources", "scripted", "system.js");

    private static Chromium chromium;

    @RegisterExtension
    final TellWhenFailed failures = new TellWhenFailed();

    @BeforeAll
    static void launch() {
        chromium = Chromium.launch();
    }

    @AfterAll
    static void close() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @Test
    void a_guest_waits_joins_when_the_conference_is_ready_and_comes_back() {
        Tab guest = waitingGuest();
        assertThat(legs(guest)).as("sessions after the waiting room").isEqualTo(1);
        guest.await(
                "the hand-over to the data channel",
                "system.legs[0].heard.some((m) => m.switchChannel === 'red5pro') && system.legs[0].readyState === 3",
                SOON);

        tell(guest, "live/room1", "{type: 'conference', streams: ['alice']}");
        guest.await(
                "two tries while nothing is composed",
                "system.calls.filter((c) => c.includes('/join')).length >= 2",
                SOON);
        assertThat(legs(guest)).as("no session before the conference is ready").isEqualTo(1);
        assertThat(text(guest, "#status")).contains("The composition is pending");

        guest.page().evaluate("system.ready = true");
        guest.await("the guest to be inside", "document.body.dataset.state === 'inside'", SOON);
        guest.awaitMovingPicture("#conference-video", SOON);
        assertThat(guest.page().evaluate("system.legs[1].heard.find((m) => m.handleCandidate).handleCandidate"))
                .as("after the answer the node's name for the participant counts")
                .isEqualTo("id-of-alice");

        tell(guest, "live/room1", "{type: 'conference', streams: ['bob']}");
        guest.await("the guest to wait again", "document.body.dataset.state === 'waiting'", SOON);
        guest.await(
                "the farewell",
                "system.legs[1].heard.some((m) => m.leaveGroup === 'room1' && m.streamName === 'id-of-alice')",
                SOON);
        assertThat(legs(guest)).as("the waiting room's session stays").isEqualTo(2);
    }

    @Test
    void a_guest_whose_media_are_lost_goes_back_into_the_waiting_room() {
        Tab guest = waitingGuest();
        guest.await("the hand-over to the data channel", "system.legs[0].readyState === 3", SOON);
        guest.page().evaluate("system.legs[0].peer.close()");
        guest.await("a second session", "system.legs.length === 2 && document.body.dataset.state === 'waiting'", SOON);
    }

    @Test
    void a_lost_connection_to_the_room_comes_back_and_a_refused_one_does_not() {
        Tab guest = waitingGuest();
        int before = rooms(guest);
        guest.page().evaluate("system.cut('live/room1', 1006)");
        guest.await("a notice", "/lost/.test(document.querySelector('#connection').textContent)", SOON);
        guest.await(
                "a new connection",
                "system.rooms.length === " + (before + 1)
                        + " && /Connected/.test(document.querySelector('#connection').textContent)",
                SOON);
        assertThat(legs(guest)).as("media do not care").isEqualTo(1);

        guest.page().evaluate("system.cut('live/room1', 1008)");
        guest.await("the reason", "document.querySelector('#connection').textContent.includes('said the test')", SOON);
    }

    @Test
    void a_connection_that_fell_silent_is_opened_anew() {
        Tab guest = waitingGuest();
        guest.page().evaluate("system.deaf = true");
        guest.await("new connections to both rooms", "system.rooms.length >= 4", AFTER_SILENCE);
        guest.page().evaluate("system.deaf = false");
        guest.await("the good news", "/Connected/.test(document.querySelector('#connection').textContent)", SOON);
        assertThat(legs(guest)).as("media do not care").isEqualTo(1);
    }

    @Test
    void who_leaves_in_the_middle_of_entering_may_enter_again() {
        Tab guest = open("guest", "/participant.html?room=room1&name=alice");
        guest.page().evaluate("system.silent = true");
        enter(guest);
        guest.await("a session that gets no answer", "system.legs.length === 1", SOON);
        guest.button("Leave").click();
        guest.await("the end", "document.body.dataset.state === 'away' && system.legs[0].readyState === 3", SOON);

        guest.page().evaluate("system.silent = false");
        enter(guest);
        guest.await("the guest to wait", "document.body.dataset.state === 'waiting'", SOON);
    }

    @Test
    void a_guest_whom_the_room_does_not_list_is_told_so() {
        Tab guest = waitingGuest();
        guest.await("the doubt", "/cannot see you/.test(document.querySelector('#status').textContent)", SOON);
        tell(guest, "live/room1_wr", "{type: 'active', streams: ['alice']}");
        guest.await("the good news", "/will let you in/.test(document.querySelector('#status').textContent)", SOON);
    }

    @Test
    void a_guest_who_is_excluded_may_go_to_another_room() {
        Tab guest = waitingGuest();
        assertThat(guest.page().evaluate("document.activeElement.id")).isEqualTo("leave");
        tell(guest, "live/room1_wr", "{type: 'excluded', streams: ['alice']}");
        guest.await("the end", "document.body.dataset.state === 'excluded'", SOON);
        assertThat(guest.page().evaluate("document.activeElement.name")).isEqualTo("room");
        assertThat(guest.button("Enter waiting room").isDisabled()).isTrue();

        guest.page().fill("[name=room]", "room2");
        enter(guest);
        guest.await("the guest to wait", "document.body.dataset.state === 'waiting'", SOON);
    }

    @Test
    void who_was_excluded_and_is_listed_again_is_on_the_wall() {
        Tab host = open("host", "/host.html?room=room1");
        host.await("both connections", "system.rooms.filter((socket) => socket.readyState === 1).length === 2", SOON);
        tell(host, "live/room1_wr", "{type: 'excluded', streams: ['alice']}");
        tell(host, "live/room1_wr", "{type: 'active', streams: ['bob', 'alice']}");
        host.await("two tiles", "document.querySelectorAll('#wall li').length === 2", SOON);
    }

    @Test
    void a_guest_whose_name_is_taken_is_told_and_may_choose_another() {
        Tab guest = open("guest", "/participant.html?room=room1&name=alice");
        guest.page().evaluate("system.taken = true");
        enter(guest);
        guest.await(
                "the reason",
                "document.querySelector('#problems').textContent.includes('already live as “alice”')",
                SOON);
        assertThat(text(guest, "#status")).as("it stays to be read").contains("already live as “alice”");
        guest.page().evaluate("system.taken = false");
        guest.page().fill("[name=name]", "alicia");
        enter(guest);
        guest.await("the guest to wait", "document.body.dataset.state === 'waiting'", SOON);
    }

    @Test
    void a_refusal_of_the_node_is_shown_in_its_own_words_and_never_as_markup() {
        Tab guest = open("guest", "/participant.html?room=room1&name=alice");
        guest.page().evaluate("system.error = '<img src=x onerror=\"window.harmed = true\">'");
        enter(guest);
        guest.await("the reason", "document.querySelector('#problems').textContent.includes('<img src=x')", SOON);
        assertThat(guest.page().evaluate("document.querySelectorAll('#problems img').length"))
                .isEqualTo(0);
    }

    @Test
    void a_node_that_says_nothing_is_given_up() {
        Tab guest = open("guest", "/participant.html?room=room1&name=alice");
        guest.page().evaluate("system.silent = true");
        enter(guest);
        guest.await(
                "the reason",
                "/did not say whether the name is free in time/.test(document.querySelector('#problems').textContent)",
                SOON);
        assertThat(guest.page().evaluate("document.body.dataset.state")).isEqualTo("away");
    }

    @Test
    void the_host_sees_names_as_text_and_sends_the_commands_of_the_protocol() {
        Tab host = open("host", "/host.html?room=room1");
        host.await("both connections", "system.rooms.filter((socket) => socket.readyState === 1).length === 2", SOON);
        tell(host, "live/room1_wr", "{type: 'mixerRegions', regions: ['local']}");
        tell(host, "live/room1_wr", "{type: 'active', streams: ['alice', '<b>x</b>', 'room1']}");
        host.await("two tiles", "document.querySelectorAll('#wall li').length === 2", SOON);
        assertThat(host.page().evaluate("document.querySelectorAll('#wall h3 b').length"))
                .isEqualTo(0);
        host.awaitMovingPicture("#wall [data-name=alice] video", SOON);

        host.button("Admit alice to the conference").click();
        host.button("Exclude <b>x</b> from the room").click();
        tell(host, "live/room1", "{type: 'conference', streams: ['alice', 'bob'], presenter: 'alice'}");
        host.button("Make bob the presenter").click();
        host.button("Send alice back to the waiting room").click();
        assertThat(host.page().evaluate("JSON.stringify(system.commands)"))
                .isEqualTo(("[{'type':'promote','room':'live/room1','streamName':'alice'},"
                                + "{'type':'exclude','room':'live/room1_wr','streamName':'<b>x</b>'},"
                                + "{'type':'presenter','room':'live/room1','streamName':'bob'},"
                                + "{'type':'demote','room':'live/room1','streamName':'alice'}]")
                        .replace('\'', '"'));

        host.page().evaluate("system.commands.length = 0");
        host.button("Create").click();
        assertThat(host.button("Create").isDisabled())
                .as("asked once is enough")
                .isTrue();
        assertThat(
                        host.page()
                                .evaluate(
                                        "JSON.stringify(system.commands[0], (key, value) => ['mixerName', 'mixingPage'].includes(key) ? undefined : value)"))
                .isEqualTo(
                        ("{'type':'createComposition','event':'room1','digest':'xyz123','transcodeComposition':false,"
                                        + "'mixers':[{'streamName':'room1','path':'live/room1','width':'1280','height':'720','bitrate':'1500',"
                                        + "'framerate':'30','doForward':true,'destinationMixerName':''}],'location':['local']}")
                                .replace('\'', '"'));
    }

    private Tab waitingGuest() {
        Tab guest = open("guest", "/participant.html?room=room1&name=alice");
        enter(guest);
        guest.await("the guest to wait", "document.body.dataset.state === 'waiting'", SOON);
        return guest;
    }

    private static void enter(Tab guest) {
        guest.await("the camera", "!document.querySelector('[name=enter]').disabled", SOON);
        guest.button("Enter waiting room").click();
    }

    private Tab open(String who, String path) {
        Tab tab = failures.watch(chromium.newTab(who));
        tab.page().addInitScript(SYSTEM);
        tab.page().route(ORIGIN + "/**", PagesAloneIT::serve);
        tab.page().navigate(ORIGIN + path);
        return tab;
    }

    private static void serve(Route route) {
        String file = URI.create(route.request().url()).getPath().substring(1);
        route.fulfill(new Route.FulfillOptions().setPath(PAGES.resolve(file)));
    }

    private static void tell(Tab tab, String room, String message) {
        tab.page().evaluate("system.tell('" + room + "', " + message + ")");
    }

    private static int legs(Tab tab) {
        return (int) tab.page().evaluate("system.legs.length");
    }

    private static int rooms(Tab tab) {
        return (int) tab.page().evaluate("system.rooms.length");
    }

    private static String text(Tab tab, String selector) {
        return tab.page().locator(selector).innerText();
    }
}
