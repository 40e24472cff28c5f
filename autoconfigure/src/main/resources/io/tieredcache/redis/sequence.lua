-- Shared head of the scripts that know the sequence: KEYS[1] is its key.
local function parse(text)
  if text and #text <= 16 and string.match(text, '^%d+$') and tonumber(text) < 9007199254740992 then
    return tonumber(text)
  end
  return nil
end

local function read(key)
  -- MGET answers nil for a key of another type, where GET would fail.
  return redis.call('MGET', key)[1] or ''
end

local function number(key)
  return parse(read(key))
end

-- A fence is the number of the latest invalidation, and after a blank that of the latest
-- one that did not let entries merely expire, where it is another one.
local function fence(key)
  local latest, evicted = string.match(read(key), '^(%d+) ?(%d*)$')
  latest = parse(latest)
  if evicted == '' then
    return latest, latest
  end
  return latest and parse(evicted) and latest, parse(evicted)
end

local function text(value)
  return string.format('%.0f', value)
end

local time = redis.call('TIME')
local millis = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local clock = millis * 1024

local function sequence()
  local current = number(KEYS[1])
  if not current then
    current = clock
    redis.call('SET', KEYS[1], text(current))
  end
  return current
end
