-- Reads records of this region's invalidations for another region. One by one, so that long ones are not too many.
-- KEYS: stream
-- ARGV: id of the record read last, id to read up to, milliseconds that a record must be old, most records,
--       most bytes of one, bytes of a longer one, bytes that are enough
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)

local function range(from, to)
  -- A key of another type counts as empty, an id that none can follow as the last one.
  local found = redis.pcall('XRANGE', KEYS[1], from, to, 'COUNT', 1)
  return not found.err and found[1]
end

local last = redis.pcall('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
local newest = not last.err and last[1] and last[1][1] or ''
-- The oldest records go first: where the one read last is there, so are all after it.
local complete = range(ARGV[1], ARGV[1]) or (newest == '' and ARGV[1] == '0-0')
local answer, bytes, from = { complete and '1' or '0', newest, string.format('%.0f', now) }, 0, ARGV[1]
for taken = 1, complete and tonumber(ARGV[4]) or 0 do
  local record = range('(' .. from, ARGV[2])
  if not record then
    break
  end
  local age = now - tonumber(string.match(record[1], '^%d+'))
  -- Of one from a clock that was ahead nobody knows the age.
  if age >= 0 and age < tonumber(ARGV[3]) then
    break
  end
  bytes = bytes + add(answer, record[1], record[2], tonumber(ARGV[5]), tonumber(ARGV[6]))
  from = record[1]
  if bytes > tonumber(ARGV[7]) then
    break
  end
end
return answer
