package io.foyer.lab.node.media;

/** Somebody who is given what a stream carries, on whatever thread it arrives; must not block. */
public interface StreamListener {
    default void picture(Picture picture) {}

    default void sound(Sound sound) {}

    /** A JSON message for the viewers: mute badges, custom sends. */
    default void message(String json) {}

    default void ended() {}
}
