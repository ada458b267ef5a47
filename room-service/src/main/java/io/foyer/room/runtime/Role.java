package io.foyer.room.runtime;

/** What a connection said it is (conference-api.md 3). None of them is a privilege. */
public enum Role {
    GUEST,
    HOST,
    MIXER
}
