-- Shared head of the scripts about one entry.
local function lease(key)
  -- MGET answers nil for a key of another type, where GET would fail.
  return redis.call('MGET', key)[1]
end

local function wake(waiters, channel, message)
  if redis.call('UNLINK', waiters) == 1 then
    redis.call('PUBLISH', channel, message)
  end
end

-- Ends a lease that stands.
local function free(key, waiters, channel, message)
  if redis.call('UNLINK', key, waiters) == 2 then
    redis.call('PUBLISH', channel, message)
  end
end

-- The highest version put, as text of 19 digits: numbers of Lua are not exact above 2^53.
-- Anything else under the key counts as no version.
local function highestVersion(key)
  local found = redis.call('MGET', key)[1] or ''
  local valid = #found == 19 and string.match(found, '^%d+$') and found <= '9223372036854775807'
  return valid and found or ''
end

local function isText(key)
  return redis.call('TYPE', key).ok == 'string'
end
