-- Stores an entry if the lease stands.
-- KEYS: entry, lease, waiters   ARGV: token, entry, milliseconds to live, channel, release
if lease(KEYS[2]) == ARGV[1] then
  redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
  free(KEYS[2], KEYS[3], ARGV[4], ARGV[5])
  return 1
end
return 0
