package io.foyer.lab.node.media;

import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.media.audio.AudioTrack;
import dev.onvoid.webrtc.media.audio.CustomAudioSource;
import dev.onvoid.webrtc.media.audio.HeadlessAudioDeviceModule;
import dev.onvoid.webrtc.media.video.CustomVideoSource;
import dev.onvoid.webrtc.media.video.VideoTrack;

/**
 * A factory of the native library with its own audio device and its own outgoing tracks, used by one peer at a time.
 *
 * <p>One engine per peer and not one for all: the native library aborts the process when the audio device records while
 * samples are pushed into a custom source, and every new peer makes the device of its factory record again. With an
 * engine of its own, a peer's device is silenced once and stays so.
 *
 * <p>Engines and tracks are never disposed, only used again: the library refuses to dispose of tracks that a closed peer
 * once sent.
 */
final class Engine {
    final HeadlessAudioDeviceModule device = new HeadlessAudioDeviceModule();
    final PeerConnectionFactory factory = new PeerConnectionFactory(device);
    final CustomVideoSource pictures = new CustomVideoSource();
    final CustomAudioSource sounds = new CustomAudioSource();
    final VideoTrack videoTrack = factory.createVideoTrack("video", pictures);
    final AudioTrack audioTrack = factory.createAudioTrack("audio", sounds);
}
