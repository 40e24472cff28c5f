-- Ends a toggle.
-- KEYS: toggles   ARGV: name
if stands(KEYS[1]) then
  return redis.call('ZREM', KEYS[1], ARGV[1])
end
return 0
