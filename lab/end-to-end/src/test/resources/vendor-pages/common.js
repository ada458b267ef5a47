/* What both test pages share: where things are, and a protocol of what happened for the test to read. */
/* exported query, room, roomKey, note, stack, ask, connection */
const query = new URLSearchParams(window.location.search);
const room = query.get('room');
const roomKey = `live/${room}`;

/** Everything the page did or saw, in order; the test waits on it. */
const story = (window.story = []);
function note(what, detail = '') {
  story.push(what);
  console.log(`[page] ${what}`, detail);
}

async function ask(path, options = {}) {
  const response = await fetch(`/streammanager/api/4.0/${path}`, options);
  const json = await response.json();
  if (json.errorMessage) {
    throw new Error(json.errorMessage);
  }
  return json;
}

/** The parts of a configuration that say how to reach the node: through the proxy, as the testbed pages do. */
function connection(node, scope) {
  return {
    protocol: 'wss',
    host: window.location.hostname,
    port: Number(window.location.port || 443),
    app: 'streammanager',
    connectionParams: { host: node, app: scope },
    rtcConfiguration: { iceServers: [], iceCandidatePoolSize: 2, bundlePolicy: 'max-bundle' },
  };
}
