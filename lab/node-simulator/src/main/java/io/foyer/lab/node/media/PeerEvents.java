package io.foyer.lab.node.media;

/** What a peer tells its owner, on threads of the native library: take note and return. */
public interface PeerEvents {
    /** Who listens once the owner has gone. */
    PeerEvents NOBODY = new PeerEvents() {};

    /** @param mid name of the media section, may be null */
    default void localCandidate(String mid, int index, String candidate) {}

    default void gathered() {}

    default void connected() {}

    /** The transport broke or was closed by the other side; told once. */
    default void lost() {}

    default void channelOpen(String label) {}

    default void channelMessage(String text) {}

    default void picture(Picture picture) {}

    default void sound(Sound sound) {}
}
