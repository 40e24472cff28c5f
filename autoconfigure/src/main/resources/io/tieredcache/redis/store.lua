-- Stores an entry if the lease stands; else leaves or evicts what is there.
-- KEYS: entry, lease, waiters
-- ARGV: token, entry, milliseconds to live, '1' to evict where the lease is gone, channel, release
if lease(KEYS[2]) == ARGV[1] then
  redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
  free(KEYS[2], KEYS[3], ARGV[5], ARGV[6])
  return 1
end
if ARGV[4] == '1' then
  redis.call('UNLINK', KEYS[1], KEYS[2])
  wake(KEYS[3], ARGV[5], ARGV[6])
end
return 0
