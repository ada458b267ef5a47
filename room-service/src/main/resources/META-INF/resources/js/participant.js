import { Attendance } from './attendance.js';
import { openCamera } from './camera.js';
import { byId } from './dom.js';
import { showProblem, showStatus } from './notices.js';
import { Player } from './player.js';
import { RoomSocket } from './room-socket.js';
import { NAME_RULE, accessToken, fromAddress, isName, rememberAccessToken, roomKeys } from './settings.js';

const form = byId('entrance');
const stage = byId('stage');
const player = new Player(byId('conference-video'), true);
const token = accessToken();
let media = null;
let visit = null;
let barredFrom = null;

form.elements.room.value = fromAddress().room;
form.elements.name.value = fromAddress().name;
form.elements.token.value = token;

openCamera().then(
  (opened) => {
    media = opened;
    byId('preview').srcObject = media;
    media.getTracks().forEach((track) => track.addEventListener('ended', () => showProblem('The camera or the microphone has stopped. Reload the page when it is back.')));
    offerEntrance();
    byId('microphone').disabled = media.getAudioTracks().length === 0;
    byId('camera').disabled = media.getVideoTracks().length === 0;
    showStatus('Check your picture, then enter the waiting room.');
  },
  (error) => showStatus(error.message, 'bad'),
);

form.elements.room.addEventListener('input', offerEntrance);
form.addEventListener('submit', (event) => {
  event.preventDefault();
  const room = form.elements.room.value.trim();
  const name = form.elements.name.value.trim();
  if (!isName(room) || !isName(name) || name === room) {
    showProblem(name === room ? 'Your name must differ from the name of the room.' : `${NAME_RULE} That goes for the room and for your name.`);
    (isName(room) ? form.elements.name : form.elements.room).focus();
    return;
  }
  rememberAccessToken(form.elements.token.value);
  visitRoom(room, name);
});

byId('leave').addEventListener('click', () => {
  endVisit('away', 'You have left. You can enter again at any time.');
  form.elements.enter.focus();
});
byId('microphone').addEventListener('click', () => toggle('microphone', media.getAudioTracks()));
byId('camera').addEventListener('click', () => toggle('camera', media.getVideoTracks()));
byId('sound').addEventListener('click', () => player.setLoud(!player.isLoud));
player.addEventListener('change', () => {
  byId('sound').setAttribute('aria-pressed', String(player.isLoud));
  byId('sound').textContent = player.isLoud ? 'Sound on' : 'Sound off';
});
window.addEventListener('pageshow', ({ persisted }) => persisted && window.location.reload()); // connections do not survive the cache
window.addEventListener('pagehide', () => visit?.attendance.drop());

function visitRoom(room, name) {
  const keys = roomKeys(room);
  const attendance = new Attendance({ keys, name, token: form.elements.token.value, media });
  const conference = new RoomSocket(keys.key, true);
  const waitingRoom = new RoomSocket(keys.waiting, false);
  visit = { attendance, sockets: [conference, waitingRoom] };
  byId('room-name').textContent = room;

  attendance.addEventListener('change', (event) => show(event.detail));
  conference.addEventListener('message', ({ detail }) => {
    if (detail.type === 'conference' && detail.room === keys.key && detail.streams) {
      attendance.admit(detail.streams);
    } else if (detail.type === 'error') {
      showProblem(detail.error);
    }
  });
  for (const socket of visit.sockets) {
    socket.addEventListener('message', ({ detail }) => {
      if (detail.type === 'excluded' && detail.streams?.includes(name) && visit?.attendance === attendance) {
        barredFrom = room;
        endVisit('excluded', 'The host has excluded you from this room.');
      }
    });
  }
  waitingRoom.addEventListener('message', ({ detail }) => {
    if (detail.type === 'active' && detail.room === keys.waiting) {
      attendance.see(detail.streams ?? []);
    }
  });
  conference.addEventListener('state', ({ detail }) => {
    byId('connection').textContent = detail.text;
    byId('connection').dataset.kind = detail.state === 'open' ? 'calm' : 'bad';
  });
  attendance.enter().catch((error) => {
    showProblem(error.message);
    endVisit('away', '');
    showStatus(`You are not in the waiting room. ${error.message}`, 'bad');
  });
}

function endVisit(state, text) {
  visit?.sockets.forEach((socket) => socket.close());
  visit?.attendance.leave(state, text);
  visit = null;
  byId('connection').textContent = '';
}

/** What the page looks like in each state of a visit. */
function show({ state, text, media: received }) {
  document.body.dataset.state = state;
  showStatus(text, state === 'excluded' ? 'bad' : state === 'inside' ? 'good' : 'calm');
  const away = state === 'away' || state === 'excluded';
  const focusGoesAlong = form.contains(document.activeElement) || byId('leave') === document.activeElement;
  form.hidden = !away;
  byId('leave').hidden = away;
  offerEntrance();
  if (focusGoesAlong) {
    [byId('leave'), form.elements.enter, form.elements.room].find((where) => !where.hidden && !where.disabled).focus();
  }
  stage.hidden = state !== 'inside';
  byId('sound').hidden = state !== 'inside';
  if (received) {
    player.show(received);
  } else if (state !== 'inside') {
    player.clear();
  }
}

/** Who was excluded may still go to another room. */
function offerEntrance() {
  form.elements.enter.disabled = media === null || form.elements.room.value.trim() === barredFrom;
}

function toggle(device, tracks) {
  const off = tracks.some((track) => track.enabled);
  tracks.forEach((track) => (track.enabled = !off));
  const button = byId(device);
  button.setAttribute('aria-pressed', String(!off));
  button.textContent = `${device === 'camera' ? 'Camera' : 'Microphone'} ${off ? 'off' : 'on'}`;
  const isOff = (kind) => media.getTracks().filter((track) => track.kind === kind).every((track) => !track.enabled);
  visit?.attendance.announceMute(isOff('audio'), isOff('video'));
}
