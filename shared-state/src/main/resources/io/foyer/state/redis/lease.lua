-- Leases by Redis' own clock. KEYS[1] owners by deadline   ARGV: operation, owner, milliseconds, maximum of owners named
-- Renewing answers with the time and with the owners of running leases.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local operation, owner = ARGV[1], ARGV[2]
if operation == 'release' then
  return redis.call('ZREM', KEYS[1], owner)
end
if operation == 'alive' then
  local deadline = redis.call('ZSCORE', KEYS[1], owner)
  return (deadline and tonumber(deadline) > now) and 1 or 0
end
redis.call('ZADD', KEYS[1], now + tonumber(ARGV[3]), owner)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
return {now, redis.call('ZRANGE', KEYS[1], 0, ARGV[4] - 1)}
