-- Takes the lease, away from whoever has it, unless a writer holds the entry.
-- KEYS: lease, holds   ARGV: token, milliseconds
if stands(KEYS[2]) then
  return 0
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
