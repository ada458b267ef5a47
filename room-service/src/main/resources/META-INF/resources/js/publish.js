import { establish, isAnswer, isAvailability, isTrickleCompleted, says } from './media-session.js';
import { SignalingError } from './signaling-line.js';

const KEYFRAME_INTERVAL_MS = 3000;

/**
 * Publishes `media` as `scope/name` on the node `host`. Resolves with the running session.
 *
 * @param {{host: string, scope: string, name: string, media: MediaStream}} stream
 */
export function publish({ host, scope, name, media }, signal) {
  return establish({ id: name, host, app: scope }, signal, async (session) => {
    const { line, peer } = session;
    await requireFreeName(line, name);

    peer.openChannel();
    media.getTracks().forEach((track) => peer.connection.addTransceiver(track, { direction: 'sendonly', streams: [media] }));
    await peer.connection.setLocalDescription();

    const answered = line.expect(isAnswer, 'answer our offer');
    const trickled = line.expect(isTrickleCompleted, 'name its addresses');
    line.send({ handleOffer: name, transport: 'udp', data: { sdp: peer.connection.localDescription.toJSON() } });
    await peer.setRemote((await answered).data.sdp);
    peer.announceAs(name);
    await trickled;

    const started = line.expect(says(name, 'starting'), 'start the stream');
    session.sayAtTheEnd({ unpublish: name }, says(name, 'stopping'));
    line.send({ publish: name, mode: 'live', keyFramerate: KEYFRAME_INTERVAL_MS });
    await started;
  });
}

/** A publisher may only use a name under which nobody is live: here "available" means "somebody is". */
export async function requireFreeName(line, name) {
  const reply = line.expect(isAvailability, 'say whether the name is free');
  line.send({ isAvailable: name, bundle: true });
  if ((await reply).isAvailable === true) {
    throw new SignalingError(`Someone is already live as “${name}”. Choose another name, or try again in a moment.`);
  }
}
