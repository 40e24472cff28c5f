-- Stores an entry if the lease stands; else leaves or evicts what is there.
-- KEYS: entry, lease   ARGV: token, entry, milliseconds to live, '1' to evict where the lease is gone
if redis.call('MGET', KEYS[2])[1] == ARGV[1] then
  redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
  redis.call('UNLINK', KEYS[2])
  return 1
end
if ARGV[4] == '1' then
  redis.call('UNLINK', KEYS[1], KEYS[2])
end
return 0
