-- Tells that an instance is alive, keeps its partitions and takes free ones up to its share.
-- KEYS: instances, number of partitions, then owner and stream of each partition...
-- ARGV: instance, milliseconds, partitions of the instance's settings, most partitions
-- Answers the instances, the partitions, and of each partition 1 if the instance owns it.
local life = tonumber(ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', text(millis - life))
redis.call('ZADD', KEYS[1], text(millis), ARGV[1])
redis.call('PEXPIRE', KEYS[1], text(2 * life))
local known = number(KEYS[2]) or 0
if known > tonumber(ARGV[4]) then
  known = 0
end
local partitions = math.max(known, tonumber(ARGV[3]))
redis.call('SET', KEYS[2], text(partitions))
local instances = redis.call('ZCARD', KEYS[1])
local share = math.ceil(partitions / instances)
local mine = 0
for i = 3, #KEYS, 2 do
  if holder(KEYS[i]) == ARGV[1] then
    redis.call('PEXPIRE', KEYS[i], ARGV[2])
    mine = mine + 1
  end
end
local answer = { instances, partitions }
for i = 3, #KEYS, 2 do
  local owner = holder(KEYS[i])
  if not owner and mine < share then
    redis.call('SET', KEYS[i], ARGV[1], 'PX', ARGV[2])
    redis.pcall('XGROUP', 'CREATE', KEYS[i + 1], group, '0', 'MKSTREAM')
    owner = ARGV[1]
    mine = mine + 1
  end
  answer[#answer + 1] = owner == ARGV[1] and 1 or 0
end
return answer
