-- Brings a toggle into force for a time, in place of one with another value, unless there
-- are too many.
-- KEYS: toggles   ARGV: name, milliseconds, most
local most = tonumber(ARGV[3])
if not stands(KEYS[1]) then
  redis.call('UNLINK', KEYS[1])
end
drop(KEYS[1], ARGV[1], most)
redis.call('ZADD', KEYS[1], string.format('%.0f', now + tonumber(ARGV[2])), ARGV[1])
if redis.call('ZCARD', KEYS[1]) > most then
  redis.call('ZREM', KEYS[1], ARGV[1])
  return 0
end
local last = redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')
redis.call('PEXPIRE', KEYS[1], string.format('%.0f', tonumber(last[2]) - now))
return 1
