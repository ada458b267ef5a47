-- Stores or removes one record of a partition if it is still as the writer saw it, and announces it.
-- KEYS[1] partition   ARGV: channel, id ("": begin a new epoch if one is due), seen epoch, seen revision ("0": absent),
-- json ("": remove), name of a new epoch, milliseconds to live with records and without ("0": for ever),
-- epoch and revision of the partition that the writer knows
-- Answers {1, epoch, revision}, or {0, epoch or "", revision, record or ""} when somebody else was faster.
local partition, channel, id = KEYS[1], ARGV[1], ARGV[2]
local stored = redis.call('HMGET', partition, 'epoch', 'revision', 'server', '=' .. id)
local epoch, revision, present = stored[1] or '', tonumber(stored[2] or '0'), stored[4] or ''
local at = string.match(present, '^(%d+):') or '0'
if at ~= ARGV[4] or (at ~= '0' and epoch ~= ARGV[3]) then
  return {0, epoch, revision, present}
end
-- A store that lost its last changes would count the same revisions again. It may have when it is another process than the
-- one that wrote here last (restarted, or promoted), and it has when the writer knows of a higher revision: a new epoch begins.
local server = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
local known = tonumber(ARGV[10])
if epoch == '' or stored[3] ~= server or (epoch == ARGV[9] and revision < known) then
  epoch, revision = ARGV[6], math.max(revision, known)
  redis.call('HSET', partition, 'epoch', epoch, 'revision', string.format('%d', revision), 'server', server)
end
if id == '' then
  return {1, epoch, revision}
end
revision = redis.call('HINCRBY', partition, 'revision', 1)
local number = string.format('%d', revision)
local life = ARGV[7]
if ARGV[5] == '' then
  redis.call('HDEL', partition, '=' .. id)
  if redis.call('HLEN', partition) == 3 then
    life = ARGV[8]
  end
else
  redis.call('HSET', partition, '=' .. id, number .. ':' .. ARGV[5])
end
if life == '0' then
  redis.call('PERSIST', partition)
else
  redis.call('PEXPIRE', partition, life)
end
local time = redis.call('TIME')
local millis = string.format('%d', time[1] * 1000 + math.floor(time[2] / 1000))
redis.call('PUBLISH', channel, epoch .. '\n' .. number .. '\n' .. millis .. '\n' .. id .. '\n' .. ARGV[5])
return {1, epoch, revision}
