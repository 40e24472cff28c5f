-- Keeps how far the records of another region were read, if it is the caller's turn.
-- KEYS: lease, position   ARGV: instance, position
if read(KEYS[1]) ~= ARGV[1] then
  return 0
end
redis.call('SET', KEYS[2], ARGV[2])
return 1
