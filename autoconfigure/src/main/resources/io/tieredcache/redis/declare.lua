-- Declares the classes of caches unless a living instance has declared another one for one of them;
-- answers these others, '' where there is none.
-- KEYS: declarations...   ARGV: instance, milliseconds, the class of each...
local others = {}
local agreed = true
for i = 1, #KEYS do
  others[i] = ''
  if stands(KEYS[i]) then
    for _, member in ipairs(redis.call('ZRANGE', KEYS[i], 0, -1)) do
      local class, instance = string.match(member, '^(%a+) (.+)$')
      if class and class ~= ARGV[i + 2] and instance ~= ARGV[1] then
        others[i] = class
        agreed = false
      end
    end
  else
    redis.call('UNLINK', KEYS[i])
  end
end
if agreed then
  for i = 1, #KEYS do
    redis.call('ZADD', KEYS[i], now + tonumber(ARGV[2]), ARGV[i + 2] .. ' ' .. ARGV[1])
    redis.call('PEXPIRE', KEYS[i], ARGV[2])
  end
end
return others
