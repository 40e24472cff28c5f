-- Ends events; the rejected ones go to the dead letters.
-- KEYS: stream, dead letters
-- ARGV: group, most dead letters, number of events that are done, their ids,
--       then of each rejected one: id, reason, detail, size, event
local function ended(id)
  -- An event that another consumer ended is no more in the group; neither is one of a lost stream.
  local acknowledged = redis.pcall('XACK', KEYS[1], ARGV[1], id)
  if type(acknowledged) == 'number' then
    redis.call('XDEL', KEYS[1], id)
  end
  return acknowledged == 1
end

local done = 3 + tonumber(ARGV[3])
for i = 4, done do
  ended(ARGV[i])
end
local lost = 0
for i = done + 1, #ARGV, 5 do
  if ended(ARGV[i]) then
    local kept = redis.pcall('XADD', KEYS[2], 'MAXLEN', '~', ARGV[2], '*', 'id', ARGV[i], 'reason', ARGV[i + 1],
      'detail', ARGV[i + 2], 'size', ARGV[i + 3], 'event', ARGV[i + 4])
    if type(kept) == 'table' and kept.err then
      lost = lost + 1
    end
  end
end
return lost
