-- Stores or removes one record of a partition if it is still as the writer saw it, and announces it.
-- KEYS[1] partition   ARGV: channel, id, seen epoch, seen revision ("0": absent), json ("": remove), new epoch, retention ms
-- Answers {1, epoch, revision}, or {0, epoch or "", record or ""} when somebody else was faster.
local partition, channel, id = KEYS[1], ARGV[1], ARGV[2]
local present = redis.call('HGET', partition, '=' .. id) or ''
local epoch = redis.call('HGET', partition, 'epoch') or ''
local at = string.match(present, '^(%d+):') or '0'
if at ~= ARGV[4] or (at ~= '0' and epoch ~= ARGV[3]) then
  return {0, epoch, present}
end
if epoch == '' then
  epoch = ARGV[6]
  redis.call('HSET', partition, 'epoch', epoch)
end
local revision = string.format('%d', redis.call('HINCRBY', partition, 'revision', 1))
local retention = ARGV[7]
if ARGV[5] == '' then
  redis.call('HDEL', partition, '=' .. id)
  if retention ~= '0' and redis.call('HLEN', partition) == 2 + redis.call('HEXISTS', partition, 'lineage') then
    redis.call('PEXPIRE', partition, retention)
  end
else
  redis.call('HSET', partition, '=' .. id, revision .. ':' .. ARGV[5])
  if retention ~= '0' then
    redis.call('PERSIST', partition)
  end
end
redis.call('PUBLISH', channel, epoch .. '\n' .. revision .. '\n' .. id .. '\n' .. ARGV[5])
return {1, epoch, revision}
