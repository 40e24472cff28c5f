-- Lets an entry expire: it may stand in where the source fails, and is not served otherwise.
-- Ends the lease.
-- KEYS: entry, lease   ARGV: start of an entry, where its state is, expired
redis.call('UNLINK', KEYS[2])
if isText(KEYS[1]) then
  if redis.call('GETRANGE', KEYS[1], 0, #ARGV[1] - 1) == ARGV[1] then
    redis.call('SETRANGE', KEYS[1], ARGV[2], ARGV[3])
  else
    redis.call('UNLINK', KEYS[1])
  end
end
return 1
