-- Leases by Redis' own clock. KEYS[1] deadlines of running leases, KEYS[2] deadlines of claims on ended ones.
-- ARGV: operation, owner or "", milliseconds, limit
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local operation, owner, length = ARGV[1], ARGV[2], tonumber(ARGV[3])
if operation == 'renew' or operation == 'renew-self' then
  redis.call('ZADD', KEYS[1], now + length, owner)
  redis.call('ZREM', KEYS[2], owner)
  if operation == 'renew' then
    return {now}
  end
  return {now, redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. string.format('%d', now), '+inf', 'LIMIT', 0, ARGV[4])}
end
if operation == 'release' then
  redis.call('ZREM', KEYS[1], owner)
  redis.call('ZREM', KEYS[2], owner)
  return 1
end
if operation == 'alive' then
  local deadline = redis.call('ZSCORE', KEYS[1], owner)
  return (deadline and tonumber(deadline) > now) and 1 or 0
end
for _, ended in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, ARGV[4])) do
  redis.call('ZREM', KEYS[1], ended)
  redis.call('ZADD', KEYS[2], now, ended)
end
local claimed = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now, 'LIMIT', 0, ARGV[4])
for _, ended in ipairs(claimed) do
  redis.call('ZADD', KEYS[2], now + length, ended)
end
return claimed
