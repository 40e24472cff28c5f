-- Stores an entry if exactly the expected bytes are there ('' for none) and ends any lease.
-- KEYS: entry, lease, waiters   ARGV: expected, entry, milliseconds to live, channel, release
if (redis.call('MGET', KEYS[1])[1] or '') == ARGV[1] then
  redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
  redis.call('UNLINK', KEYS[2])
  wake(KEYS[3], ARGV[4], ARGV[5])
  return 1
end
return 0
