import { edgeFor } from './stream-manager.js';
import { subscribe } from './subscribe.js';
import { delay, jittered } from './waiting.js';

const RETRY_MS = 3000;

/**
 * Watches one stream for as long as it is wanted: looks up where it can be watched, subscribes, and begins again when that
 * fails or ends. `onMedia(stream)` is called with what arrives, `onMedia(null, why)` whenever there is nothing to see.
 */
export class Viewing {
  #stop = new AbortController();

  constructor({ scope, name }, onMedia) {
    this.#run(scope, name, onMedia, this.#stop.signal);
  }

  stop() {
    this.#stop.abort();
  }

  async #run(scope, name, onMedia, signal) {
    while (!signal.aborted) {
      try {
        const edge = await edgeFor(scope, name, signal);
        const session = await subscribe({ host: edge.serverAddress, scope: edge.scope ?? scope, name }, signal);
        onMedia(session.media);
        const why = await session.ended;
        if (!signal.aborted) {
          onMedia(null, why);
        }
      } catch (error) {
        if (!signal.aborted) {
          onMedia(null, error.message);
        }
      }
      await delay(jittered(RETRY_MS), signal).catch(() => {}); // an abort ends the loop
    }
  }
}
