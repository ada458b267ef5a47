package io.foyer.lab.e2e.browser;

/**
 * The scripts that decide whether a tab hears something. They listen to every sound track that any peer connection of the page
 * receives, whatever the page does with it, through the browser's own audio graph.
 *
 * <p>Chromium's fake microphone beeps twice a second, at some 400 Hz. One look at the sound covers {@code 32768} samples, at 48 kHz more
 * than two thirds of a second, so each look at a stream that carries the microphone has a beep in it.
 */
final class Sound {

    /** Remembers the page's peer connections; has to run before any script of the page. */
    static final String REMEMBER_PEERS = """
            window.peersOfThisPage = [];
            window.RTCPeerConnection = class extends RTCPeerConnection {
              constructor(...settings) {
                super(...settings);
                window.peersOfThisPage.push(this);
              }
            };
            """;

    /**
     * One look, as an object: {@code at} is the end of the samples looked at on the audio clock and {@code span} their length, both in
     * seconds; {@code level} is their root mean square (1 is full scale), {@code pitch} the loudest frequency in Hz, {@code packets} how many
     * packets of sound came since the page was opened.
     */
    private static final String LOOK = """
            const look = async () => {
              const ear = (window.ear ??= { context: new AudioContext(), heard: new Map() });
              if (!ear.analyser) {
                ear.analyser = new AnalyserNode(ear.context, { fftSize: 32768, smoothingTimeConstant: 0 });
                await ear.context.resume();
              }
              const receivers = window.peersOfThisPage
                .filter((peer) => peer.connectionState === 'connected')
                .flatMap((peer) => peer.getReceivers())
                .filter(({ track }) => track.kind === 'audio' && track.readyState === 'live');
              for (const { track } of receivers) {
                if (!ear.heard.has(track.id)) {
                  const stream = new MediaStream([track]);
                  // Chromium decodes a received track for an audio graph only while an element plays it as well.
                  const player = Object.assign(new Audio(), { srcObject: stream, muted: true });
                  ear.heard.set(track.id, player);
                  await player.play();
                  ear.context.createMediaStreamSource(stream).connect(ear.analyser);
                }
              }
              let packets = 0;
              for (const receiver of receivers) {
                for (const report of (await receiver.getStats()).values()) {
                  if (report.type === 'inbound-rtp') {
                    packets += report.packetsReceived;
                  }
                }
              }
              const samples = new Float32Array(ear.analyser.fftSize);
              ear.analyser.getFloatTimeDomainData(samples);
              const bins = new Float32Array(ear.analyser.frequencyBinCount);
              ear.analyser.getFloatFrequencyData(bins);
              const loudest = bins.reduce((best, bin, i) => (bin > bins[best] ? i : best), 1);
              return {
                at: ear.context.currentTime,
                span: samples.length / ear.context.sampleRate,
                level: Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length),
                pitch: Math.round((loudest * ear.context.sampleRate) / ear.analyser.fftSize),
                packets,
              };
            };
            """;

    /** Whether the microphone's beep is heard: a sentence, or false. */
    static final String BEEPS = "async () => {" + LOOK + """
              const { level, pitch, packets } = await look();
              const seen = `level ${level.toFixed(4)} at ${pitch} Hz, ${packets} packets`;
              window.lastSound = seen;
              return level > 0.003 && pitch > 300 && pitch < 1300 ? seen : false;
            }
            """;

    /**
     * Whether there was nothing to hear in six looks, one after the other without overlap, while packets came all the time: a
     * sentence, or false as long as they are not complete. A look that hears something begins the count anew. Had the own
     * voice been in it, each of them would have had a beep.
     */
    static final String SILENCE = "async () => {" + LOOK + """
              const before = window.quiet?.last;
              if (before && window.ear.context.currentTime < before.at + before.span) return false;
              const now = await look();
              const quiet = (window.quiet ??= { looks: 0, last: now });
              if (quiet.last === now) return false;
              const packets = now.packets - quiet.last.packets;
              const silent = now.level < 0.0005;
              quiet.looks = silent && packets >= 10 ? quiet.looks + 1 : 0;
              quiet.last = now;
              const seen = `level ${now.level.toFixed(6)}, ${packets} packets since the look before, ${quiet.looks} silent looks`;
              window.lastSound = seen;
              if (quiet.looks < 6) return false;
              delete window.quiet;
              return seen;
            }
            """;

    private Sound() {}
}
