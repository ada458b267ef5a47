/*
 * Stands in for everything behind the pages: rooms, Stream Manager API and media nodes, in the page itself. The node's end of
 * every peer connection is real, so media flow. A test steers it through `window.system`.
 */
{
  const system = (window.system = {
    rooms: [], // sockets to rooms, oldest first
    commands: [], // what the page sent to rooms
    legs: [], // signaling sessions with the node
    calls: [], // REST calls
    taken: false, // whether names are in use
    ready: false, // whether the conference can be joined
    silent: false, // whether the node answers nothing after its greeting
    deaf: false, // whether the rooms answer nothing any more
    error: '', // what the node refuses a publication with
    tell(roomKey, message) {
      this.rooms.filter((socket) => socket.room === roomKey && socket.readyState === 1).forEach((socket) => socket.hear({ room: roomKey, ...message }));
    },
    cut(roomKey, code) {
      this.rooms.filter((socket) => socket.room === roomKey && socket.readyState === 1).forEach((socket) => socket.end(code, 'said the test'));
    },
  });

  class ScriptedSocket extends EventTarget {
    static OPEN = 1;
    static CLOSED = 3;
    readyState = 0;

    constructor(address) {
      super();
      this.url = new URL(address);
      this.room = this.url.searchParams.get('room');
      (this.room ? system.rooms : system.legs).push(this);
      setTimeout(() => this.open());
    }

    open() {
      this.readyState = 1;
      this.onopen?.({});
      if (this.room) {
        this.hear({ type: 'active', room: this.room, streams: [] });
        this.hear({ type: 'conference', room: this.room, streams: [] });
      } else {
        this.status('NetConnection.Connect.Success');
      }
    }

    send(text) {
      const message = JSON.parse(text);
      if (!this.room) {
        this.signal(message);
      } else if (message.type !== 'getActiveStreams') {
        system.commands.push(message);
      } else if (!system.deaf) {
        this.hear({ type: 'activeStreams', list: [] });
      }
    }

    close() {
      this.end(1005, '');
    }

    end(code, reason) {
      if (this.readyState !== 3) {
        this.readyState = 3;
        setTimeout(() => this.onclose?.({ code, reason }));
      }
    }

    hear(message) {
      this.onmessage?.({ data: JSON.stringify(message) });
    }

    status(code, more = {}) {
      this.hear({ data: { type: 'status', code, ...more } });
    }

    /** The node's part of signaling. */
    async signal(message) {
      (this.heard ??= []).push(message);
      if (system.silent) {
        return;
      }
      if ('isAvailable' in message) {
        this.hear({ isAvailable: message.bundle ? system.taken : true });
      } else if (message.handleOffer || message.joinGroup) {
        await this.answer(message);
      } else if (message.requestOffer) {
        await this.offer();
      } else if (message.handleAnswer) {
        await this.peer.setRemoteDescription(message.data.sdp);
      } else if (message.handleCandidate) {
        message.data.candidate.candidate && (await this.peer.addIceCandidate(message.data.candidate));
      } else if (message.publish || message.subscribe) {
        this.status('NetStream.Start', { message: `${message.publish ?? message.subscribe} starting` });
      } else if (message.leaveGroup) {
        this.say({ data: { type: 'status', code: 'NetStream.Leave', message: `Leaving group ${message.leaveGroup}` } });
      } else if (message.unpublish) {
        this.say({ data: { type: 'status', code: 'NetStream.Unpublish', message: `${message.unpublish} stopping` } });
      }
    }

    say(message) {
      this.readyState === 1 ? this.hear(message) : this.channel?.send(JSON.stringify(message));
    }

    newPeer() {
      this.peer = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
      this.peer.onicecandidate = ({ candidate }) =>
        candidate ? this.hear({ data: { type: 'candidate', candidate: candidate.toJSON() } }) : this.status('NetConnection.ICE.TrickleCompleted');
      this.peer.ondatachannel = ({ channel }) => this.use(channel);
      return this.peer;
    }

    use(channel) {
      this.channel = channel;
      channel.onmessage = ({ data }) => this.signal(JSON.parse(data));
      const available = () => this.status('NetConnection.DataChannel.Available', { description: 'red5pro' });
      channel.readyState === 'open' ? available() : (channel.onopen = available);
    }

    async answer(message) {
      if (system.error) {
        this.hear({ data: { type: 'error', message: system.error } });
        return;
      }
      const peer = this.newPeer();
      await peer.setRemoteDescription(message.data.sdp);
      const wanted = peer.getTransceivers().filter(({ receiver, mid }) => receiver.track.kind === 'video' && message.joinGroup && mid !== null);
      if (wanted[1]) {
        wanted[1].direction = 'sendonly';
        await wanted[1].sender.replaceTrack(system.picture());
      }
      await peer.setLocalDescription();
      this.hear({ data: { sdp: peer.localDescription.toJSON(), ...(message.joinGroup && { participantId: `id-of-${message.streamName}` }) } });
    }

    async offer() {
      const peer = this.newPeer();
      this.use(peer.createDataChannel('red5pro'));
      peer.addTrack(system.picture());
      await peer.setLocalDescription();
      this.hear({ data: { sdp: peer.localDescription.toJSON() } });
    }
  }

  /** A picture like that of the browser's fake camera: something moves on green. */
  system.picture = () => {
    const canvas = document.createElement('canvas');
    canvas.width = 320;
    canvas.height = 180;
    const context = canvas.getContext('2d');
    let step = 0;
    setInterval(() => {
      context.fillStyle = '#080';
      context.fillRect(0, 0, 320, 180);
      context.fillStyle = '#4f2';
      context.fillRect((step += 30) % 280, 60, 40, 40);
    }, 50);
    return canvas.captureStream(20).getVideoTracks()[0];
  };

  const reply = (status, body) => new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });
  window.fetch = async (path) => {
    system.calls.push(path);
    if (path.includes('/join')) {
      return system.ready ? reply(200, { serverAddress: '127.0.9.9' }) : reply(400, { errorMessage: 'The composition is pending' });
    }
    if (path.includes('/admin/event/meta/')) {
      return reply(400, { errorMessage: 'Provision already exists for live/room1' });
    }
    return reply(200, { serverAddress: '127.0.9.9', scope: path.includes('_wr') ? 'live/room1_wr' : 'live/room1' });
  };
  window.WebSocket = ScriptedSocket;
}
