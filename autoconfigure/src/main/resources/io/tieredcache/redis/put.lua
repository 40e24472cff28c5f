-- Stores an entry if the lease stands, else evicts what is there. A put with a version below
-- the highest one remembered changes nothing and ends its own lease: what is there is newer.
-- KEYS: entry, lease, waiters, version
-- ARGV: token, entry ('' to evict in any case), milliseconds to live, channel, release,
--   version ('' for none), milliseconds to remember it
local holds = lease(KEYS[2]) == ARGV[1]
if ARGV[6] ~= '' then
  if ARGV[6] < highestVersion(KEYS[4]) then
    if holds then
      free(KEYS[2], KEYS[3], ARGV[4], ARGV[5])
    end
    return 2
  end
  redis.call('SET', KEYS[4], ARGV[6], 'PX', ARGV[7])
end
if holds and ARGV[2] ~= '' then
  redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
  free(KEYS[2], KEYS[3], ARGV[4], ARGV[5])
  return 1
end
redis.call('UNLINK', KEYS[1], KEYS[2])
wake(KEYS[3], ARGV[4], ARGV[5])
return 0
