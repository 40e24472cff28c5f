-- Takes events that nobody took before. One by one, so that long ones are not too many.
-- KEYS: stream
-- ARGV: group, consumer, most events, most bytes of one, bytes of a longer one, bytes that are enough
local answer, bytes = {}, 0
for taken = 1, tonumber(ARGV[3]) do
  local found = redis.pcall('XREADGROUP', 'GROUP', ARGV[1], ARGV[2], 'COUNT', '1', 'STREAMS', KEYS[1], '>')
  if found and found.err then
    if not string.find(found.err, 'NOGROUP') then
      return found
    end
    redis.call('XGROUP', 'CREATE', KEYS[1], ARGV[1], '0', 'MKSTREAM')
    found = redis.call('XREADGROUP', 'GROUP', ARGV[1], ARGV[2], 'COUNT', '1', 'STREAMS', KEYS[1], '>')
  end
  if not found then
    break
  end
  local event = found[1][2][1]
  bytes = bytes + add(answer, event[1], event[2], tonumber(ARGV[4]), tonumber(ARGV[5]))
  if bytes > tonumber(ARGV[6]) then
    break
  end
end
return answer
