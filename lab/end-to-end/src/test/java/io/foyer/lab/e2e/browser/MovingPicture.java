package io.foyer.lab.e2e.browser;

/** The script that decides whether a video element shows a moving picture. */
final class MovingPicture {

    /**
     * Draws eight frames of the video, a tenth of a second apart, to a canvas of 160 by 90 and compares them pixel by pixel.
     * Only what the fake cameras show counts: their picture is green, and something turns on it, so that a mixed picture
     * that moves but shows nobody does not pass. A camera is seen when at least a twentieth of the pixels is green; it moves
     * when in at least three of the seven steps at least eight green pixels changed by more than sixteen levels. Returns a
     * sentence, or false.
     */
    static final String SCRIPT = """
            async (selector) => {
              const video = document.querySelector(selector);
              if (!video || video.readyState < 2 || video.videoWidth === 0) return false;
              const canvas = document.createElement('canvas');
              canvas.width = 160;
              canvas.height = 90;
              const context = canvas.getContext('2d', { willReadFrequently: true });
              const frames = [];
              for (let shot = 0; shot < 8; shot++) {
                context.drawImage(video, 0, 0, 160, 90);
                frames.push(context.getImageData(0, 0, 160, 90).data);
                await new Promise((resolve) => setTimeout(resolve, 100));
              }
              const isGreen = (frame, i) => frame[i + 1] > 80 && frame[i + 1] > 1.5 * frame[i] && frame[i + 1] > 1.5 * frame[i + 2];
              const pixels = frames[0].length / 4;
              let green = 0;
              for (let i = 0; i < frames[7].length; i += 4) {
                if (isGreen(frames[7], i)) green++;
              }
              const changes = frames.slice(1).map((frame, step) => {
                let changed = 0;
                for (let i = 0; i < frame.length; i += 4) {
                  const difference = Math.max(...[0, 1, 2].map((c) => Math.abs(frame[i + c] - frames[step][i + c])));
                  if (difference > 16 && isGreen(frame, i) && isGreen(frames[step], i)) changed++;
                }
                return changed;
              });
              const moved = changes.filter((changed) => changed >= 8).length;
              const seen = `${video.videoWidth}x${video.videoHeight}, ${Math.round(100 * green / pixels)} % camera, changed pixels ${changes}`;
              window.lastPicture = seen;
              return green >= pixels / 20 && moved >= 3 ? seen : false;
            }
            """;

    private MovingPicture() {}
}
