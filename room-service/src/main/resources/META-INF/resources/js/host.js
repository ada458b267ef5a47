import { createComposition } from './composition.js';
import { CompositionPanel } from './composition-panel.js';
import { ConferenceList } from './conference-list.js';
import { byId } from './dom.js';
import { showProblem, showStatus } from './notices.js';
import { RoomLists } from './room-lists.js';
import { RoomSocket } from './room-socket.js';
import { NAME_RULE, accessToken, fromAddress, isName, rememberAccessToken, roomKeys } from './settings.js';
import { WaitingWall } from './waiting-wall.js';

const { room } = fromAddress();
const tokenField = byId('token');
tokenField.value = accessToken();
tokenField.addEventListener('change', () => rememberAccessToken(tokenField.value));

window.addEventListener('pageshow', ({ persisted }) => persisted && window.location.reload()); // connections do not survive the cache

if (isName(room)) {
  hostRoom(roomKeys(room));
} else {
  byId('choose').hidden = false;
  byId('desk').hidden = true;
  showStatus(`Which room? ${NAME_RULE}`);
}

function hostRoom(keys) {
  const lists = new RoomLists(keys);
  const conference = new RoomSocket(keys.key, true);
  const waitingRoom = new RoomSocket(keys.waiting, true);
  const link = new URL('participant.html', window.location.href);
  link.searchParams.set('room', room);
  byId('room-name').textContent = room;
  byId('invitation').href = link.href;
  byId('invitation').textContent = link.href;

  /** Each command goes over the socket of the room it is about. */
  const about = (socket, roomKey) => (type) => (streamName) => tell(socket, { type, room: roomKey, streamName });
  const inConference = about(conference, keys.key);
  const inWaitingRoom = about(waitingRoom, keys.waiting);

  const wall = new WaitingWall(byId('wall'), keys.waiting, {
    admit: inConference('promote'),
    exclude: inWaitingRoom('exclude'),
  });
  const people = new ConferenceList(byId('people'), {
    present: inConference('presenter'),
    demote: inConference('demote'),
    exclude: (name) => [inConference, inWaitingRoom].forEach((where) => where('exclude')(name)),
  });
  const panel = new CompositionPanel(keys, {
    create: (choice) => tell(conference, createComposition(keys, { ...choice, token: tokenField.value })),
    destroy: () => tell(conference, { type: 'destroyComposition', event: keys.room }),
  });

  const show = () => {
    const waiting = lists.waiting ?? [];
    wall.show(waiting);
    people.show(lists);
    panel.show(lists);
    byId('nobody-waits').hidden = waiting.length > 0;
    byId('nobody-inside').hidden = lists.conference.length > 0;
  };
  for (const socket of [conference, waitingRoom]) {
    socket.addEventListener('message', ({ detail }) => {
      if (detail.type === 'activeCompositions' || detail.type === 'error') {
        panel.answered();
      }
      if (detail.type === 'error') {
        showProblem(detail.error);
      }
      lists.take(detail);
      show();
    });
    socket.addEventListener('state', ({ detail }) => {
      const both = conference.isOpen && waitingRoom.isOpen;
      showStatus(both ? 'Connected to the room.' : detail.text, both || detail.state === 'connecting' ? 'calm' : 'bad');
    });
  }
  show();
}

function tell(socket, command) {
  const sent = socket.send(command);
  if (!sent) {
    showProblem('There is no connection to the room at the moment. Try again when it is back.');
  }
  return sent;
}
