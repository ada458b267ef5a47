import { APP } from './settings.js';

/** Sizes of the mixed picture that a host can choose from, with a bit rate in kbit/s that suits them. */
export const SIZES = {
  '1280x720': { width: '1280', height: '720', bitrate: '1500' },
  '1920x1080': { width: '1920', height: '1080', bitrate: '3000' },
  '640x360': { width: '640', height: '360', bitrate: '600' },
};

/**
 * The command that asks for the mixed picture of a room: one mixer that loads the conference layout page and forwards what
 * it shows as `live/<room>/<room>`. Numbers travel as text, as other pages of the same protocol send them.
 */
export function createComposition({ key, room, composite }, { region, size, token }) {
  return {
    type: 'createComposition',
    event: room,
    digest: token,
    transcodeComposition: false,
    mixers: [
      {
        mixerName: crypto.randomUUID(),
        mixingPage: mixingPage(room, token),
        streamName: composite,
        path: key,
        ...SIZES[size],
        framerate: '30',
        doForward: true,
        destinationMixerName: '',
      },
    ],
    location: [region],
  };
}

/** The layout page a mixer node renders; part of the vendor's set of pages, served from this same host. */
function mixingPage(room, token) {
  const { host } = window.location;
  const query = new URLSearchParams({ role: 'mixer', app: APP, room, ws: roomAddress(), token: String(Date.now()), sm: 'true', smtoken: token });
  return `https://${host}/webrtcexamples/sample-mixer-pages/conference/?${query}`;
}

/**
 * Where the layout page finds the rooms. It takes a bare address for `ws` on a laptop (`localhost`, an IPv4 address) and for
 * `wss` elsewhere, so a laptop with TLS has to say what it means.
 */
function roomAddress() {
  const { host, hostname, protocol } = window.location;
  const takenForPlain = hostname === 'localhost' || /^\d+(\.\d+){3}$/.test(hostname);
  return takenForPlain && protocol === 'https:' ? `wss://${host}` : host;
}

/** "composing", or whatever the mixers are busy with. */
export function compositionState({ mixers = [] }) {
  return mixers.map(({ state }) => (state ?? 'pending').toLowerCase()).join(', ') || 'pending';
}
