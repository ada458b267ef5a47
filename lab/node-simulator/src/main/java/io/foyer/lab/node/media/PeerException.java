package io.foyer.lab.node.media;

/** The media library did not take an offer, an answer or one more peer; the message says why. */
public final class PeerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PeerException(String message) {
        super(message);
    }
}
