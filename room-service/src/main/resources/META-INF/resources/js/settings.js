/**
 * What a page needs to know before it can talk to anyone: room, name and access token.
 *
 * Everything is served from one origin (pages, rooms, Stream Manager API, signaling), so no address is configured here.
 */

/** The application on the media nodes in which rooms live. */
const APP = 'live';

/** The token of the open mode, the one the vendor's pages send by default. A secured installation uses its own. */
const OPEN_MODE_TOKEN = 'xyz123';

/** Letters, digits and inner hyphens. No underscore: other pages of a conference cut names at it. */
const NAME = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}[A-Za-z0-9])?$/;

export const NAME_RULE = 'Use 1 to 64 plain letters, digits and hyphens, without spaces or accents, and no hyphen at the ends.';

export function isName(text) {
  return NAME.test(text);
}

/** The keys under which the parts of the system know a room. */
export function roomKeys(room) {
  return { room, key: `${APP}/${room}`, waiting: `${APP}/${room}_wr`, composite: room };
}

/** Room and name from the address bar; empty text where absent or malformed. */
export function fromAddress() {
  const query = new URLSearchParams(window.location.search);
  const valid = (key) => (isName(query.get(key) ?? '') ? query.get(key) : '');
  return { room: valid('room'), name: valid('name') };
}

/**
 * The access token: from `?token=` once (then it leaves the address bar, so that it is neither bookmarked nor shared by
 * accident), afterwards from this tab's memory, and in open mode the well-known default.
 */
export function accessToken() {
  const address = new URL(window.location.href);
  const given = address.searchParams.get('token');
  if (given !== null) {
    sessionStorage.setItem('foyer.token', given);
    address.searchParams.delete('token');
    window.history.replaceState(null, '', address);
  }
  return sessionStorage.getItem('foyer.token') || OPEN_MODE_TOKEN;
}

export function rememberAccessToken(token) {
  sessionStorage.setItem('foyer.token', token);
}

/** `wss://` or `ws://` of this page's own origin. */
export function socketOrigin() {
  return `${window.location.protocol === 'https:' ? 'wss' : 'ws'}://${window.location.host}`;
}

export { APP };
