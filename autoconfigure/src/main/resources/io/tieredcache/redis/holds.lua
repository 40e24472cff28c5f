-- Shared head of the scripts whose keys are sorted sets of members by the time when each of them ends.
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)

local function stands(key)
  if redis.call('TYPE', key).ok ~= 'zset' then
    return false
  end
  redis.call('ZREMRANGEBYSCORE', key, '-inf', now)
  return redis.call('EXISTS', key) == 1
end
