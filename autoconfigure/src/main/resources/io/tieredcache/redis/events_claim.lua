-- Takes events that stayed with a consumer for too long, and forgets consumers that are gone.
-- KEYS: stream
-- ARGV: group, consumer, most events, most bytes of one, bytes of a longer one, bytes that are enough,
--       milliseconds that an event must have stayed, milliseconds that a consumer must have been silent
local pending = redis.pcall('XPENDING', KEYS[1], ARGV[1], 'IDLE', ARGV[7], '-', '+', ARGV[3])
if pending.err then
  -- Reading makes the group.
  return string.find(pending.err, 'NOGROUP') and {} or pending
end
local answer, bytes = {}, 0
for i = 1, #pending do
  local id = pending[i][1]
  local event = redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[2], '0', id)[1]
  if event then
    bytes = bytes + add(answer, event[1], event[2], tonumber(ARGV[4]), tonumber(ARGV[5]))
  else
    -- Somebody trimmed the stream.
    redis.call('XACK', KEYS[1], ARGV[1], id)
  end
  if bytes > tonumber(ARGV[6]) then
    break
  end
end
local consumers = redis.call('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])
for i = 1, #consumers do
  local of = {}
  for j = 1, #consumers[i], 2 do
    of[consumers[i][j]] = consumers[i][j + 1]
  end
  if of['pending'] == 0 and of['idle'] > tonumber(ARGV[8]) and of['name'] ~= ARGV[2] then
    redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], of['name'])
  end
end
return answer
