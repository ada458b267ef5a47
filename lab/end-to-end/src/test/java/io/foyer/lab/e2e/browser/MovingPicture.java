package io.foyer.lab.e2e.browser;

/** The script that decides whether a video element shows a moving picture. */
final class MovingPicture {

    /**
     * Draws eight frames of the video, a tenth of a second apart, to a canvas of 64 by 36 and compares them pixel by pixel.
     * Moving means: at least three of the seven steps changed at least eight pixels by more than sixteen levels. A picture
     * means: brightest and darkest pixel are at least thirty-two levels apart. Returns a sentence, or false.
     */
    static final String SCRIPT = """
            async (selector) => {
              const video = document.querySelector(selector);
              if (!video || video.readyState < 2 || video.videoWidth === 0) return false;
              const canvas = document.createElement('canvas');
              canvas.width = 64;
              canvas.height = 36;
              const context = canvas.getContext('2d', { willReadFrequently: true });
              const frames = [];
              for (let shot = 0; shot < 8; shot++) {
                context.drawImage(video, 0, 0, 64, 36);
                frames.push(context.getImageData(0, 0, 64, 36).data);
                await new Promise((resolve) => setTimeout(resolve, 100));
              }
              let darkest = 255, brightest = 0;
              for (let i = 0; i < frames[7].length; i += 4) {
                const level = (frames[7][i] + frames[7][i + 1] + frames[7][i + 2]) / 3;
                darkest = Math.min(darkest, level);
                brightest = Math.max(brightest, level);
              }
              const changes = frames.slice(1).map((frame, step) => {
                let changed = 0;
                for (let i = 0; i < frame.length; i += 4) {
                  const difference = Math.max(...[0, 1, 2].map((c) => Math.abs(frame[i + c] - frames[step][i + c])));
                  if (difference > 16) changed++;
                }
                return changed;
              });
              const moved = changes.filter((changed) => changed >= 8).length;
              const seen = `${video.videoWidth}x${video.videoHeight}, levels ${Math.round(darkest)}-${Math.round(brightest)}, changed pixels ${changes}`;
              window.lastPicture = seen;
              return moved >= 3 && brightest - darkest >= 32 ? seen : false;
            }
            """;

    private MovingPicture() {}
}
