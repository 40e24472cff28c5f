-- Shared head of the scripts about a write-behind queue. All consume under one name: what
-- an owner took and did not write, the next owner finds as its own.
local group = 'writers'
local consumer = 'owner'

local function length(stream)
  -- A key of another type counts as empty; what is added to it fails by itself.
  local count = redis.pcall('XLEN', stream)
  return type(count) == 'number' and count or 0
end

local function first(stream)
  local found = redis.pcall('XRANGE', stream, '-', '+', 'COUNT', 1)
  return not found.err and found[1] and found[1][1] or ''
end

local function holder(key)
  -- MGET answers nil for a key of another type, where GET would fail.
  return redis.call('MGET', key)[1]
end

-- Ends what readers find of a record, unless a later record of the key replaced it.
local function settle(pending, id, key)
  local value = redis.pcall('HGET', pending, key)
  local order = string.match(id, '^%d+') .. ' '
  if type(value) == 'string' and string.sub(value, 1, #order) == order then
    redis.call('HDEL', pending, key)
  end
end
