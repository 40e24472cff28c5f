-- Ends the lease if it stands, or lets it stand for nobody so that nobody takes it for a while.
-- KEYS: lease, waiters   ARGV: token, milliseconds for nobody (0 for none), nobody, channel, release
if lease(KEYS[1]) == ARGV[1] then
  if tonumber(ARGV[2]) > 0 then
    redis.call('SET', KEYS[1], ARGV[3], 'PX', ARGV[2])
    wake(KEYS[2], ARGV[4], ARGV[5])
  else
    free(KEYS[1], KEYS[2], ARGV[4], ARGV[5])
  end
  return 1
end
return 0
