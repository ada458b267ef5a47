package io.foyer.lab.node.signaling;

/** What a publisher has muted; a mute message may mention only one of the two. */
final class MuteState {
    private boolean audio;
    private boolean video;

    String after(ClientMessage.Mute change, ServerMessages messages) {
        audio = change.audio() == null ? audio : change.audio();
        video = change.video() == null ? video : change.video();
        return messages.streamingMode(!audio, !video);
    }
}
