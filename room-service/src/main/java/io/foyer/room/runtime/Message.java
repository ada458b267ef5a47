package io.foyer.room.runtime;

/** One message of an update. @param kind of each kind only the newest waits for a slow client */
public record Message(int kind, Frame frame) {}
