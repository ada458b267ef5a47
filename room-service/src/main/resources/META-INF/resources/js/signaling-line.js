import { socketOrigin } from './settings.js';

const ANSWER_LIMIT_MS = 10000;
const HAND_OVER_DELAY_MS = 1000;

/** The node, or the way to it, said no or said nothing. `message` is fit to be shown. */
export class SignalingError extends Error {
  constructor(message) {
    super(message);
    this.name = 'SignalingError';
  }
}

/**
 * The line on which one page and one media node talk about one stream: first a WebSocket through the proxy and, once the
 * node has announced the data channel of the peer connection, that data channel. Raises `message` (`detail` = the parsed
 * message) and, once, `closed` (`detail` = a text).
 */
export class SignalingLine extends EventTarget {
  #socket;
  #channel = null;
  #handOverTimer = 0;
  #expectations = new Set();
  #handedOver = false;
  #closed = false;

  /** @param {{id: string, host: string, app: string}} address session id, node address, scope on the node */
  constructor({ id, host, app }) {
    super();
    const query = `id=${encodeURIComponent(id)}&host=${encodeURIComponent(host)}&app=${encodeURIComponent(app)}`;
    this.#socket = new WebSocket(`${socketOrigin()}/streammanager/?${query}`);
    this.#socket.onmessage = (event) => this.#receive(event.data);
    this.#socket.onclose = () => this.#socketClosed();
  }

  /** Resolves when the node has accepted the connection. */
  async connected() {
    await this.expect((message) => message.data?.code === 'NetConnection.Connect.Success', 'accept the connection');
  }

  /**
   * Resolves with the first message from now on that `matches`. Rejects on an error message of the node, on the end of the
   * line and after the limit; `what` completes the sentence "The media node did not …".
   */
  expect(matches, what, limitMs = ANSWER_LIMIT_MS) {
    const promise = new Promise((resolve, reject) => {
      const expectation = { matches, resolve, reject, what };
      expectation.timer = setTimeout(() => {
        this.#expectations.delete(expectation);
        reject(new SignalingError(`The media node did not ${what} in time.`));
      }, limitMs);
      if (this.#closed) {
        clearTimeout(expectation.timer);
        reject(new SignalingError('The connection to the media node is closed.'));
      } else {
        this.#expectations.add(expectation);
      }
    });
    promise.catch(() => {}); // an expectation that nobody came to await any more is not news
    return promise;
  }

  /** Sends over whatever carries the line now. Returns false when nothing does. */
  send(message) {
    const carrier = this.#handedOver ? this.#channel : this.#socket;
    const open = this.#handedOver ? carrier?.readyState === 'open' : carrier.readyState === WebSocket.OPEN;
    if (open) {
      carrier.send(JSON.stringify(message));
    }
    return open;
  }

  /** The data channel that may carry the line later. */
  adopt(channel) {
    this.#channel = channel;
    channel.binaryType = 'arraybuffer';
    channel.onmessage = (event) => this.#receive(typeof event.data === 'string' ? event.data : new TextDecoder().decode(event.data));
  }

  close() {
    this.#end('closed by this page');
  }

  #receive(text) {
    let message;
    try {
      message = JSON.parse(text);
    } catch {
      console.warn('The media node sent something that is not JSON.');
      return;
    }
    const { data } = message;
    const refused = data?.code === 'NetConnection.Connect.Rejected' || data?.code === 'NetConnection.Connect.Failed';
    if (data?.type === 'error' || refused) {
      this.#failAll(new SignalingError(`The media node refused: ${data.message || data.code || 'no reason given'}`));
    } else if (data?.code === 'NetConnection.DataChannel.Available' && !data.message) {
      clearTimeout(this.#handOverTimer);
      this.#handOverTimer = setTimeout(() => this.#handOver(data.description || 'red5pro'), HAND_OVER_DELAY_MS);
    }
    for (const expectation of [...this.#expectations]) {
      if (expectation.matches(message)) {
        this.#settle(expectation);
        expectation.resolve(message);
      }
    }
    this.dispatchEvent(new CustomEvent('message', { detail: message }));
  }

  /** From here on the node listens on the data channel; the socket has done its work. */
  #handOver(label) {
    if (this.#closed || this.#handedOver || this.#channel?.readyState !== 'open') {
      return; // without a usable channel the socket stays, which is allowed
    }
    if (this.send({ switchChannel: label })) {
      this.#handedOver = true;
      this.#channel.onclose = () => this.#end('The media node closed the connection.');
      this.#socket.close();
    }
  }

  #socketClosed() {
    if (!this.#handedOver) {
      this.#end('The connection to the media node was refused or broke.');
    }
  }

  #end(text) {
    if (this.#closed) {
      return;
    }
    this.#closed = true;
    clearTimeout(this.#handOverTimer);
    this.#failAll(new SignalingError(text));
    this.#socket.close();
    this.dispatchEvent(new CustomEvent('closed', { detail: text }));
  }

  #failAll(error) {
    for (const expectation of [...this.#expectations]) {
      this.#settle(expectation);
      expectation.reject(error);
    }
  }

  #settle(expectation) {
    clearTimeout(expectation.timer);
    this.#expectations.delete(expectation);
  }
}
