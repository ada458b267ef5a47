import { socketOrigin } from './settings.js';
import { jittered } from './waiting.js';

const FIRST_PAUSE_MS = 2000;
const LONGEST_PAUSE_MS = 10000;

/** A connection can be dead without anybody having been told: after this silence we ask something, and expect an answer soon. */
const SILENCE_MS = 15000;
const ANSWER_MS = 5000;

/** Close codes after which trying again cannot help: the server has said why it does not want this connection. */
const FINAL_CODES = new Set([1003, 1007, 1008, 1009]);

/**
 * The connection to one room. Raises
 *
 * - `message` with `detail` = the parsed message,
 * - `state` with `detail` = `{ state: 'connecting' | 'open' | 'lost' | 'refused', text }`.
 *
 * A broken connection (the server went away without a word, code 1006) is opened again after two seconds and a little
 * chance, later less often; so is one that fell silent. On every new connection the server sends the complete state, so
 * nothing is kept here.
 */
export class RoomSocket extends EventTarget {
  #url;
  #socket = null;
  #timer = 0;
  #silence = 0;
  #pause = FIRST_PAUSE_MS;
  #wanted = true;

  /** @param {string} roomKey for instance `live/room1`; @param {boolean} host whether conference lists are wanted */
  constructor(roomKey, host) {
    super();
    this.#url = `${socketOrigin()}/?testbed=conference&room=${roomKey}&host=${host}`;
    this.#connect();
    window.addEventListener('online', this.#retryNow);
  }

  get isOpen() {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  /** Sends a command. Returns false when there is no connection: commands are not queued, their moment may have passed. */
  send(command) {
    if (!this.isOpen) {
      return false;
    }
    this.#socket.send(JSON.stringify(command));
    return true;
  }

  close() {
    this.#wanted = false;
    clearTimeout(this.#timer);
    clearTimeout(this.#silence);
    window.removeEventListener('online', this.#retryNow);
    this.#socket.close();
  }

  #connect() {
    this.#tell('connecting', 'Connecting to the room…');
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    this.#expectWithin(ANSWER_MS);
    socket.onopen = () => {
      this.#pause = FIRST_PAUSE_MS;
      this.#heard();
      this.#tell('open', 'Connected to the room.');
    };
    socket.onmessage = (event) => this.#receive(event.data);
    socket.onclose = (event) => this.#closed(event);
  }

  #heard() {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      this.send({ type: 'getActiveStreams' }); // of no effect, and always answered
      this.#expectWithin(ANSWER_MS);
    }, SILENCE_MS);
  }

  #expectWithin(limitMs) {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#giveUp(), limitMs);
  }

  /** The browser itself would go on waiting for a goodbye that cannot come. */
  #giveUp() {
    const socket = this.#socket;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
    this.#closed({ code: 1006 });
  }

  #receive(text) {
    this.#heard();
    let message;
    try {
      message = JSON.parse(text);
    } catch {
      console.warn('The room sent something that is not JSON.');
      return;
    }
    this.dispatchEvent(new CustomEvent('message', { detail: message }));
  }

  #closed(event) {
    clearTimeout(this.#silence);
    if (!this.#wanted) {
      return;
    }
    if (FINAL_CODES.has(event.code)) {
      this.#wanted = false;
      this.#tell('refused', `The room refused the connection${event.reason ? `: ${event.reason}` : ` (code ${event.code}).`}`);
      return;
    }
    const pause = jittered(this.#pause);
    this.#pause = Math.min(this.#pause * 1.5, LONGEST_PAUSE_MS);
    this.#tell('lost', 'The connection to the room is lost. Trying again…');
    this.#timer = setTimeout(() => this.#connect(), pause);
  }

  #retryNow = () => {
    if (this.#wanted && this.#socket.readyState >= WebSocket.CLOSING) {
      clearTimeout(this.#timer);
      this.#connect();
    }
  };

  #tell(state, text) {
    this.dispatchEvent(new CustomEvent('state', { detail: { state, text } }));
  }
}
