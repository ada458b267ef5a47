package io.foyer.lab.node.media;

/** What a peer tells its owner, on threads of the native library: take note and return. */
public interface PeerEvents {
    /** @param mid name of the media section, may be null */
    void localCandidate(String mid, int index, String candidate);

    void gathered();

    void connected();

    /** The transport broke or was closed by the other side; told once. */
    void lost();

    void channelOpen(String label);

    void channelMessage(String text);

    void picture(Picture picture);

    void sound(Sound sound);
}
