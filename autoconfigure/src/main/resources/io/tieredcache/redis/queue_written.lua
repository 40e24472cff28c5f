-- Removes records that their owner wrote.
-- KEYS: owner, stream, pending values   ARGV: instance, then id and key of each record...
if holder(KEYS[1]) ~= ARGV[1] then
  return 0
end
local ids = {}
for i = 2, #ARGV, 2 do
  ids[#ids + 1] = ARGV[i]
  settle(KEYS[3], ARGV[i], ARGV[i + 1])
end
redis.call('XACK', KEYS[2], group, unpack(ids))
redis.call('XDEL', KEYS[2], unpack(ids))
return 1
