-- Puts records back that the store lost, each only if it is still as the writer saw it, and announces them.
-- KEYS[1] partition   ARGV: channel, seen epoch ("": no partition), seen lineage, new epoch, lineage when all is back,
-- then for each record: id, seen revision ("0": absent), json
-- Answers {0} when the partition is another one by now, else {1, epoch, ids of the records that were not as seen}.
local partition, channel = KEYS[1], ARGV[1]
local epoch = redis.call('HGET', partition, 'epoch') or ''
if epoch ~= ARGV[2] or (redis.call('HGET', partition, 'lineage') or '') ~= ARGV[3] then
  return {0}
end
if epoch == '' then
  epoch = ARGV[4]
  redis.call('HSET', partition, 'epoch', epoch)
end
local changed = {}
for at = 6, #ARGV, 3 do
  local id, seen, json = ARGV[at], ARGV[at + 1], ARGV[at + 2]
  local present = redis.call('HGET', partition, '=' .. id) or ''
  if (string.match(present, '^(%d+):') or '0') ~= seen then
    changed[#changed + 1] = id
  else
    local revision = string.format('%d', redis.call('HINCRBY', partition, 'revision', 1))
    redis.call('HSET', partition, '=' .. id, revision .. ':' .. json)
    redis.call('PERSIST', partition)
    redis.call('PUBLISH', channel, epoch .. '\n' .. revision .. '\n' .. id .. '\n' .. json)
  end
end
if #changed == 0 then
  redis.call('HSET', partition, 'lineage', ARGV[5])
end
return {1, epoch, changed}
