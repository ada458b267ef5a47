// A small conference broadcaster to compare room-service with: the commands and messages that the load program uses, and no more.
//
//   node broadcaster.mjs <once|each> <port> <redis url>
//
// "once" encodes a message once for all clients of a room, "each" once for every client. State is in Redis: one script decides,
// stores and publishes the new state of the room; every instance sends what it hears on the channel, so instances agree.
import { createServer } from 'node:http';
import { Redis } from 'ioredis';
import { WebSocketServer } from 'ws';

const [mode, port, redisUrl] = process.argv.slice(2);
const encodeOnce = mode === 'once';
const CHANNEL = 'peer:changes';

// KEYS: active, conference, presenter. ARGV: command, name, room, channel.
const CHANGE = `
  local command, name = ARGV[1], ARGV[2]
  local function has(key) return redis.call('LPOS', key, name) end
  if command == 'post' or command == 'stream-published' then
    if not has(KEYS[1]) then redis.call('RPUSH', KEYS[1], name) end
  elseif command == 'promote' then
    if not has(KEYS[2]) then redis.call('RPUSH', KEYS[2], name) end
    redis.call('SETNX', KEYS[3], name)
  elseif command == 'demote' or command == 'delete' or command == 'stream-unpublished' then
    redis.call('LREM', KEYS[2], 0, name)
    if command ~= 'demote' then redis.call('LREM', KEYS[1], 0, name) end
    if redis.call('GET', KEYS[3]) == name then
      local heir = redis.call('LINDEX', KEYS[2], 0)
      if heir then redis.call('SET', KEYS[3], heir) else redis.call('DEL', KEYS[3]) end
    end
  end
  local state = { room = ARGV[3], command = command, active = redis.call('LRANGE', KEYS[1], 0, -1),
    conference = redis.call('LRANGE', KEYS[2], 0, -1), presenter = redis.call('GET', KEYS[3]) or nil }
  redis.call('PUBLISH', ARGV[4], cjson.encode(state))`;

const redis = new Redis(redisUrl);
const channel = new Redis(redisUrl);
redis.defineCommand('change', { numberOfKeys: 3, lua: CHANGE });

const keys = (room) => ['active', 'conference', 'presenter'].map((part) => `peer:{${room}}:${part}`);
const change = (room, command, name) => redis.change(...keys(room), command, name, room, CHANNEL);
const names = (list) => (Array.isArray(list) ? list : []); // the script's JSON has {} for an empty list

const activeOf = (state) => ({ type: 'active', room: state.room, streams: names(state.active) });
const conferenceOf = (state) => ({
  type: 'conference', presenter: state.presenter || undefined, room: state.room, streams: names(state.conference),
});

/** Clients by room. */
const rooms = new Map();

function broadcast(state) {
  const clients = rooms.get(state.room);
  if (!clients) return;
  const messages = [[activeOf(state), false]];
  if (!state.command.startsWith('stream-')) messages.push([conferenceOf(state), true]);
  const encoded = encodeOnce && messages.map(([message]) => Buffer.from(JSON.stringify(message)));
  for (const client of clients) {
    messages.forEach(([message, hostsOnly], i) => {
      if (hostsOnly && !client.isHost) return;
      if (encodeOnce) client.send(encoded[i], { binary: false });
      else client.send(JSON.stringify(message));
    });
  }
}

await channel.subscribe(CHANNEL);
channel.on('message', (_, text) => broadcast(JSON.parse(text)));

const http = createServer((request, response) => {
  let body = '';
  request.on('data', (part) => (body += part));
  request.on('end', async () => {
    if (request.url === '/webhook') {
      const { event, guid } = JSON.parse(body);
      const slash = guid.lastIndexOf('/');
      await change(guid.slice(0, slash), event, guid.slice(slash + 1));
    }
    response.setHeader('Content-Type', 'application/json');
    response.end('{"result":true}');
  });
});
http.keepAliveTimeout = 300_000;

const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
sockets.on('connection', async (client, request) => {
  const query = new URL(request.url, 'http://peer').searchParams;
  const room = query.get('room');
  client.isHost = query.get('host') === 'true';
  client.on('message', (text) => {
    const { type, room: target, streamName } = JSON.parse(text);
    if (type === 'post') client.posted = streamName;
    change(target, type, streamName);
  });
  client.on('error', () => {});
  client.on('close', () => {
    const clients = rooms.get(room);
    clients?.delete(client);
    if (clients?.size === 0) rooms.delete(room);
    if (client.posted) change(room, 'delete', client.posted);
  });
  if (!rooms.has(room)) rooms.set(room, new Set());
  rooms.get(room).add(client);
  const [active, conference, presenter] = (
    await redis.pipeline().lrange(keys(room)[0], 0, -1).lrange(keys(room)[1], 0, -1).get(keys(room)[2]).exec()
  ).map(([, value]) => value);
  const state = { room, active, conference, presenter };
  client.send(JSON.stringify(activeOf(state)));
  if (client.isHost) client.send(JSON.stringify(conferenceOf(state)));
});

http.listen({ port: Number(port), host: '127.0.0.1', backlog: 4096 });
process.on('SIGUSR2', () => globalThis.gc?.());
process.stdin.resume().on('end', () => process.exit()); // the load program is gone
