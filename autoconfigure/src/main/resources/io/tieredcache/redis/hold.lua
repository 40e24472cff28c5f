-- Places holds: sets of writers.
-- KEYS: holds...   ARGV: token, milliseconds
for i = 1, #KEYS do
  local key = KEYS[i]
  if not stands(key) then
    redis.call('UNLINK', key)
  end
  redis.call('ZADD', key, now + tonumber(ARGV[2]), ARGV[1])
  if redis.call('PTTL', key) < tonumber(ARGV[2]) then
    redis.call('PEXPIRE', key, ARGV[2])
  end
end
return 1
