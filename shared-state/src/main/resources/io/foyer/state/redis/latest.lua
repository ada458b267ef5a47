-- Stores a batch of values and sends it to everybody. KEYS[1] hash   ARGV: channel, then for each value: id, json ("": remove)
-- Answers the number of the batch; batches are counted, so that who misses one knows.
local number = string.format('%d', redis.call('HINCRBY', KEYS[1], 'batch', 1))
local message = {number}
for at = 2, #ARGV, 2 do
  local id, json = ARGV[at], ARGV[at + 1]
  if json == '' then
    redis.call('HDEL', KEYS[1], '=' .. id)
  else
    redis.call('HSET', KEYS[1], '=' .. id, json)
  end
  message[#message + 1] = id
  message[#message + 1] = json
end
redis.call('PUBLISH', ARGV[1], table.concat(message, '\n'))
return number
