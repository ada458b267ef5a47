import { establish, isAvailability, isOffer, isTrickleCompleted, says } from './media-session.js';
import { SignalingError } from './signaling-line.js';

const isUnpublished = ({ data }) =>
  data?.code === 'NetStream.Play.UnpublishNotify' ||
  data?.status === 'NetStream.Play.UnpublishNotify' ||
  data?.code === 'NetConnection.Connect.Closed';

/**
 * Watches `scope/name` from the node `host`. Resolves with the session; its `media` is the received stream.
 *
 * @param {{host: string, scope: string, name: string}} stream
 */
export async function subscribe({ host, scope, name }, signal) {
  const requestId = `${name}-sub-${crypto.getRandomValues(new Uint16Array(1))[0].toString(16)}`;
  const media = new MediaStream();
  const session = await establish({ id: requestId, host, app: scope }, signal, async ({ line, peer }) => {
    peer.addEventListener('track', (event) => media.addTrack(event.detail.track));
    await requireLiveStream(line, name);

    const trickled = line.expect(isTrickleCompleted, 'name its addresses');
    const offered = line.expect(isOffer, 'offer the stream');
    line.send({ requestOffer: name, requestId, transport: 'udp', datachannel: true, doNotSwitch: false });
    await peer.setRemote((await offered).data.sdp);
    await peer.connection.setLocalDescription();
    line.send({ handleAnswer: name, requestId, data: { sdp: peer.connection.localDescription.toJSON() } });
    peer.announceAs(name, { requestId });
    await trickled;

    const started = line.expect(says(name, 'starting'), 'start the stream');
    line.send({ subscribe: name, requestId });
    await started;
  });
  session.line.addEventListener('message', (event) => {
    if (isUnpublished(event.detail)) {
      session.line.close(); // which ends the session
    }
  });
  session.media = media;
  return session;
}

async function requireLiveStream(line, name) {
  const reply = line.expect(isAvailability, 'say whether the stream is live');
  line.send({ isAvailable: name });
  if ((await reply).isAvailable !== true) {
    throw new SignalingError(`“${name}” is not live on this node yet.`);
  }
}
