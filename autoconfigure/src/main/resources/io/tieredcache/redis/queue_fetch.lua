-- Takes the oldest records of a partition for its owner: those that an owner took before and
-- did not write, else new ones.
-- KEYS: owner, stream   ARGV: instance, most records, milliseconds that the partition is kept
-- Answers 0 for another's partition; else 1, and of each record the id, how often it was
-- taken, and the fields k, v and t.
if holder(KEYS[1]) ~= ARGV[1] then
  return { 0 }
end
redis.call('PEXPIRE', KEYS[1], ARGV[3])
local answer = { 1 }
local function give(entry, deliveries)
  local fields = { k = '', v = '', t = '' }
  for i = 1, #entry[2] - 1, 2 do
    if fields[entry[2][i]] then
      fields[entry[2][i]] = entry[2][i + 1]
    end
  end
  for _, each in ipairs({ entry[1], deliveries, fields.k, fields.v, fields.t }) do
    answer[#answer + 1] = each
  end
end
local taken = redis.pcall('XPENDING', KEYS[2], group, '-', '+', ARGV[2])
if taken.err then
  redis.call('XGROUP', 'CREATE', KEYS[2], group, '0', 'MKSTREAM')
  taken = {}
end
if #taken > 0 then
  local ids, deliveries = {}, {}
  for i, each in ipairs(taken) do
    ids[i] = each[1]
    deliveries[each[1]] = each[4]
  end
  local claimed = redis.call('XCLAIM', KEYS[2], group, consumer, 0, unpack(ids))
  for i = 1, #claimed do
    -- Nothing is given for a record that somebody deleted.
    if claimed[i] then
      give(claimed[i], deliveries[claimed[i][1]] + 1)
      deliveries[claimed[i][1]] = nil
    end
  end
  for id in pairs(deliveries) do
    redis.call('XACK', KEYS[2], group, id)
  end
end
if #answer == 1 then
  local read = redis.call('XREADGROUP', 'GROUP', group, consumer, 'COUNT', ARGV[2], 'STREAMS', KEYS[2], '>')
  for _, entry in ipairs(read and read[1][2] or {}) do
    give(entry, 1)
  end
end
return answer
