const DISCONNECTED_LIMIT_MS = 5000;

/**
 * One peer connection with the node at the other end of a signaling line: trickles candidates both ways, in either order
 * of arrival, and notices when the media path is gone. Raises `track` (`detail` = the RTCTrackEvent) and, once, `lost`
 * (`detail` = a text).
 */
export class Peer extends EventTarget {
  /** Media goes straight to the node's public address, so no STUN or TURN server is involved. */
  connection = new RTCPeerConnection({ bundlePolicy: 'max-bundle', iceServers: [] });
  #line;
  #announcement = null;
  #early = [];
  #remoteEarly = [];
  #disconnectedTimer = 0;
  #over = false;

  constructor(line) {
    super();
    this.#line = line;
    line.addEventListener('message', (event) => this.#remoteCandidate(event.detail.data));
    const { connection } = this;
    connection.onicecandidate = (event) => this.#localCandidate(event.candidate);
    connection.ontrack = (event) => this.dispatchEvent(new CustomEvent('track', { detail: event }));
    connection.ondatachannel = (event) => line.adopt(event.channel);
    connection.onconnectionstatechange = () => this.#watch();
  }

  /** Creates our side of the data channel; for the side that offers. */
  openChannel() {
    this.#line.adopt(this.connection.createDataChannel('red5pro', { ordered: true }));
  }

  /** From now on local candidates are sent, those that were waiting first. @param {object} more further properties */
  announceAs(name, more = {}) {
    this.#announcement = { name, more };
    this.#early.splice(0).forEach((candidate) => this.#sendCandidate(candidate));
  }

  async setRemote(description) {
    await this.connection.setRemoteDescription(description);
    for (const candidate of this.#remoteEarly.splice(0)) {
      await this.#addRemote(candidate);
    }
  }

  close() {
    this.#over = true;
    clearTimeout(this.#disconnectedTimer);
    this.connection.close();
  }

  #localCandidate(candidate) {
    if (this.#announcement) {
      this.#sendCandidate(candidate);
    } else {
      this.#early.push(candidate);
    }
  }

  #sendCandidate(candidate) {
    const { name, more } = this.#announcement;
    if (candidate?.candidate) {
      this.#line.send({ handleCandidate: name, ...more, data: { candidate: candidate.toJSON() } });
    } else if (candidate === null) {
      this.#line.send({ handleCandidate: name, data: { candidate: { type: 'candidate', candidate: '' } } });
    }
  }

  #remoteCandidate(data) {
    const candidate = data?.candidate;
    if (!candidate?.candidate) {
      return; // an empty one only says that no more will come
    }
    if (this.connection.remoteDescription) {
      this.#addRemote(candidate);
    } else {
      this.#remoteEarly.push(candidate);
    }
  }

  async #addRemote(candidate) {
    try {
      await this.connection.addIceCandidate(candidate);
    } catch (error) {
      console.warn('A candidate of the media node was not usable.', error.message); // others may still work
    }
  }

  #watch() {
    clearTimeout(this.#disconnectedTimer);
    switch (this.connection.connectionState) {
      case 'failed':
        this.#lose();
        break;
      case 'disconnected':
        this.#disconnectedTimer = setTimeout(() => this.#lose(), DISCONNECTED_LIMIT_MS);
        break;
      default:
    }
  }

  #lose() {
    if (!this.#over) {
      this.#over = true;
      this.dispatchEvent(new CustomEvent('lost', { detail: 'The media connection to the node is lost.' }));
    }
  }
}
