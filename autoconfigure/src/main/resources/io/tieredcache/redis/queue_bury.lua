-- Moves a record to the dead letters, with at most 128 names and values of its fields.
-- KEYS: owner, stream, pending values, dead letters
-- ARGV: instance, id, key, most dead letters, reason, how often it was taken
-- Answers 0 for another's partition, 2 where there are too many dead letters, else 1.
if holder(KEYS[1]) ~= ARGV[1] then
  return 0
end
if length(KEYS[4]) >= tonumber(ARGV[4]) then
  return 2
end
local found = redis.call('XRANGE', KEYS[2], ARGV[2], ARGV[2])
if found[1] then
  local fields = { 'id', ARGV[2], 'reason', ARGV[5], 'attempts', ARGV[6] }
  for i = 1, math.min(#found[1][2], 128) do
    fields[#fields + 1] = found[1][2][i]
  end
  redis.call('XADD', KEYS[4], '*', unpack(fields))
end
settle(KEYS[3], ARGV[2], ARGV[3])
redis.call('XACK', KEYS[2], group, ARGV[2])
redis.call('XDEL', KEYS[2], ARGV[2])
return 1
