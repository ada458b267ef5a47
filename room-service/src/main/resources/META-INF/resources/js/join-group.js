import { establish, isAnswer, isTrickleCompleted } from './media-session.js';
import { requireFreeName } from './publish.js';

/** As many voices of others as a node delivers to one participant: the loudest ones, without one's own. */
const VOICES = 3;

/**
 * Joins the conference of a room with `media`. Resolves with the session; its `media` is what comes back: one picture of
 * everybody and up to three voices.
 *
 * @param {{host: string, scope: string, group: string, name: string, media: MediaStream}} membership
 */
export async function joinGroup({ host, scope, group, name, media }, signal) {
  const received = new MediaStream();
  const session = await establish({ id: name, host, app: scope }, signal, async (session) => {
    const { line, peer } = session;
    peer.addEventListener('track', (event) => received.addTrack(event.detail.track));
    await requireFreeName(line, name);

    peer.openChannel();
    media.getTracks().forEach((track) => peer.connection.addTransceiver(track, { direction: 'sendonly', streams: [media] }));
    peer.connection.addTransceiver('video', { direction: 'recvonly' });
    for (let voice = 0; voice < VOICES; voice++) {
      peer.connection.addTransceiver('audio', { direction: 'recvonly' });
    }
    await peer.connection.setLocalDescription();

    const answered = line.expect(isAnswer, 'answer our offer');
    const trickled = line.expect(isTrickleCompleted, 'name its addresses');
    line.send({ joinGroup: group, streamName: name, transport: 'udp', data: { sdp: peer.connection.localDescription.toJSON() } });
    const { sdp, participantId = name } = (await answered).data;
    session.sayAtTheEnd({ leaveGroup: group, streamName: participantId }, ({ data }) => data?.message === `Leaving group ${group}`);
    await peer.setRemote(sdp);
    peer.announceAs(participantId);
    await trickled;
  });
  session.media = received;
  return session;
}
