/** The few calls of the Stream Manager REST API 4.0 that a conference page makes. */

const BASE = '/streammanager/api/4.0';
const LIMIT_MS = 8000;

/** A lookup that was answered with "no"; `message` is what the Stream Manager said. */
export class StreamManagerError extends Error {
  constructor(message, status) {
    super(message);
    this.name = 'StreamManagerError';
    this.status = status;
  }
}

/** The origin that takes `scope/name`: `{ name, scope, serverAddress }`. */
export function originFor(scope, name, signal) {
  return call(`event/${path(scope)}/${path(name)}?action=broadcast`, { signal });
}

/** The node from which `scope/name` can be watched: `{ name, scope, serverAddress }`. */
export function edgeFor(scope, name, signal) {
  return call(`event/${path(scope)}/${path(name)}?action=subscribe`, { signal });
}

/** The node on which the conference of a room runs; an error until its composition publishes. */
export function conferenceNode(roomKey, signal) {
  return call(`event/${path(roomKey)}/join`, { signal });
}

/** Makes the conference known to the nodes. That it is known already is the normal case. */
export async function provisionConference({ key, room }, token, signal) {
  const body = {
    guid: key,
    context: key,
    name: room,
    level: 0,
    isRestricted: false,
    parameters: { group: 'webrtc', audiotracks: 3, videotracks: 1 },
    restrictions: [],
    primaries: [],
    secondaries: [],
  };
  try {
    await call(`admin/event/meta/${path(key)}/${path(room)}?accessToken=${encodeURIComponent(token)}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
      signal,
    });
  } catch (error) {
    if (!(error instanceof StreamManagerError && error.message.includes('Provision already exists'))) {
      throw error;
    }
  }
}

function path(text) {
  return text.split('/').map(encodeURIComponent).join('/');
}

async function call(target, options) {
  const limit = AbortSignal.timeout(LIMIT_MS);
  const signal = options.signal ? AbortSignal.any([options.signal, limit]) : limit;
  let response;
  try {
    response = await fetch(`${BASE}/${target}`, { ...options, signal, cache: 'no-store' });
  } catch (error) {
    if (options.signal?.aborted) {
      throw error;
    }
    throw new StreamManagerError('The Stream Manager does not answer.', 0);
  }
  const reply = await response.json().catch(() => null);
  if (reply?.errorMessage) {
    throw new StreamManagerError(reply.errorMessage, response.status);
  }
  if (!response.ok || reply === null) {
    throw new StreamManagerError(`The Stream Manager answered with status ${response.status}.`, response.status);
  }
  return reply;
}
