package io.foyer.room.socket;

import io.foyer.edge.RawQuery;
import io.foyer.name.BadName;
import io.foyer.name.Scope;
import io.foyer.room.runtime.Role;

/**
 * What a client asks for with the query of its connection (conference-api.md 3). Any path will do; names without a
 * {@code testbed} mean the conference, because pages leave it out when they are served over plain http.
 */
sealed interface Handshake {
    /** Lists and moderation of a room. */
    record Conference(Scope room, Role role) implements Handshake {}

    /** Nothing that is served. The text is for the client. */
    record Unusable(String text) implements Handshake {}

    /** The name of the room is none: refused before the upgrade. */
    record BadRoom(String text) implements Handshake {}

    /** @param query as it came, percent encoding included; null when there is none */
    static Handshake of(String query) {
        RawQuery parameters = RawQuery.parse(query);
        String testbed = parameters.value("testbed").orElse("conference");
        if (testbed.equals("grid")) {
            return new Unusable("the grid protocol is not served by this version");
        }
        if (!testbed.equals("conference")) {
            return new Unusable("unknown testbed; conference is served");
        }
        if (parameters.blank("room")) {
            return new Unusable("the query needs room=<application>/<room>");
        }
        try {
            Scope room = Scope.query(parameters.rawValue("room").orElse(""));
            return new Conference(room, role(parameters));
        } catch (BadName e) {
            return new BadRoom("room: " + e.getMessage());
        }
    }

    private static Role role(RawQuery parameters) {
        if (parameters.value("mixer").filter("true"::equals).isPresent()) {
            return Role.MIXER;
        }
        return parameters.value("host").filter("true"::equals).isPresent() ? Role.HOST : Role.GUEST;
    }
}
