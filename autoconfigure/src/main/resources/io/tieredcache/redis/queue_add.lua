-- Takes the next number of a queue and adds a record under it, with its value for readers.
-- KEYS: sequence of the queue, pending values, stream of the partition, all streams...
-- ARGV: key, value, most records, time after which nobody waits for the answer
-- Answers 1 if it was added, 0 if there are too many, -1 if it came too late; the number, and
-- the records before it. What comes too late, as after a reconnect, must not be added: its
-- caller wrote it in another way, and maybe a later value as well.
if millis > tonumber(ARGV[4]) then
  return { -1, 0, 0 }
end
local depth = 0
for i = 4, #KEYS do
  depth = depth + length(KEYS[i])
end
local next = math.max((number(KEYS[1]) or 0) + 1, clock)
if depth >= tonumber(ARGV[3]) then
  redis.call('SET', KEYS[1], text(next))
  return { 0, next, depth }
end
local function add()
  return redis.pcall('XADD', KEYS[3], text(next) .. '-0', 'k', ARGV[1], 'v', ARGV[2], 't', text(millis))
end
local added = add()
if type(added) == 'table' then
  -- The sequence was lost and the clock is behind it: go on from the latest record.
  local info = redis.pcall('XINFO', 'STREAM', KEYS[3])
  if info.err then
    return redis.error_reply(added.err)
  end
  for i = 1, #info, 2 do
    if info[i] == 'last-generated-id' then
      next = math.max(next, (parse(string.match(info[i + 1], '^%d+')) or next - 1) + 1)
    end
  end
  added = add()
  if type(added) == 'table' then
    return redis.error_reply(added.err)
  end
end
local kept = redis.pcall('HSET', KEYS[2], ARGV[1], text(next) .. ' ' .. ARGV[2])
if type(kept) == 'table' then
  redis.call('XDEL', KEYS[3], added)
  return redis.error_reply(kept.err)
end
redis.call('SET', KEYS[1], text(next))
return { 1, next, depth }
