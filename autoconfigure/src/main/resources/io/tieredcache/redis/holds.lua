-- Shared head of the scripts about holds: each key is a sorted set of writers by the time when their hold ends.
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)

local function isHeld(key)
  if redis.call('TYPE', key).ok ~= 'zset' then
    return false
  end
  redis.call('ZREMRANGEBYSCORE', key, '-inf', now)
  return redis.call('EXISTS', key) == 1
end
