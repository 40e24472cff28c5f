-- Lets the lease stand longer if it stands.
-- KEYS: lease   ARGV: token, milliseconds
if lease(KEYS[1]) == ARGV[1] then
  return redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
return 0
