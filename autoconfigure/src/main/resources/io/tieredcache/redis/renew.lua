-- Gives an entry new times if the lease stands and the entry is the one expected; ends the lease.
-- KEYS: entry, lease, waiters   ARGV: token, head expected, new head, milliseconds to live, channel, release
if lease(KEYS[2]) ~= ARGV[1] then
  return 0
end
local stored = 0
if isText(KEYS[1]) and redis.call('GETRANGE', KEYS[1], 0, #ARGV[2] - 1) == ARGV[2] then
  redis.call('SETRANGE', KEYS[1], 0, ARGV[3])
  redis.call('PEXPIRE', KEYS[1], ARGV[4])
  stored = 1
end
free(KEYS[2], KEYS[3], ARGV[5], ARGV[6])
return stored
