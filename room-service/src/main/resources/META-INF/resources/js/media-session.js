import { Peer } from './peer.js';
import { SignalingLine } from './signaling-line.js';
import { delay } from './waiting.js';

const FAREWELL_LIMIT_MS = 1000;

/**
 * One stream between this page and one media node: the signaling line, the peer connection on it and their common end.
 */
export class MediaSession {
  #farewell = null;
  #over = false;
  #tellEnd;

  /** Resolves when the session is over: with a text when it ended by itself, with null after `stop()`. */
  ended = new Promise((resolve) => (this.#tellEnd = resolve));

  constructor(address, signal) {
    this.line = new SignalingLine(address);
    this.peer = new Peer(this.line);
    this.line.addEventListener('closed', (event) => this.#end(event.detail));
    this.peer.addEventListener('lost', (event) => this.#end(event.detail));
    signal?.addEventListener('abort', () => this.stop(), { once: true });
  }

  /** What to say to the node when this session stops, and how to recognise its answer. */
  sayAtTheEnd(message, isAnswer) {
    this.#farewell = { message, isAnswer };
  }

  /** Tells the node goodbye, waits for its answer a moment, and releases everything. */
  async stop() {
    if (this.#over) {
      return;
    }
    this.#over = true;
    if (this.#farewell) {
      const answer = this.line.expect(this.#farewell.isAnswer, 'say goodbye', FAREWELL_LIMIT_MS);
      if (this.line.send(this.#farewell.message)) {
        await answer.catch(() => {}); // it may be gone already
      }
    }
    this.#release();
    this.#tellEnd(null);
  }

  /** For a page that is going away: says goodbye and waits for nothing. */
  drop() {
    if (!this.#over) {
      this.#over = true;
      if (this.#farewell) {
        this.line.send(this.#farewell.message);
      }
    }
  }

  #end(text) {
    if (this.#over) {
      return;
    }
    this.#over = true;
    this.#release();
    this.#tellEnd(text);
  }

  #release() {
    this.line.close();
    this.peer.close();
  }
}

/** Runs `steps(session)`; whatever goes wrong in them, nothing of the session is left behind. */
export async function establish(address, signal, steps) {
  signal?.throwIfAborted();
  const session = new MediaSession(address, signal);
  try {
    await session.line.connected();
    await steps(session);
    signal?.throwIfAborted();
    return session;
  } catch (error) {
    await Promise.race([session.stop(), delay(FAREWELL_LIMIT_MS)]);
    signal?.throwIfAborted();
    throw error;
  }
}

export const isAvailability = (message) => 'isAvailable' in message;
export const isAnswer = (message) => message.data?.sdp?.type === 'answer';
export const isOffer = (message) => message.data?.sdp?.type === 'offer';
export const isTrickleCompleted = (message) => /^NetConnection\.ICE\.Trick?leCompleted$/.test(message.data?.code ?? '');

/** The node says "`name` starting" or "`name` stopping" in the text of a status. */
export const says = (name, what) => (message) =>
  String(message.data?.message ?? '').toLowerCase() === `${name} ${what}`.toLowerCase();
