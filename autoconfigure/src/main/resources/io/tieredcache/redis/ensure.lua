-- Reads fences; creates the missing ones with the current sequence and keeps all alive.
-- KEYS: sequence, fences...   ARGV: milliseconds needed, milliseconds granted
local current = sequence()
local numbers = { current }
for i = 2, #KEYS do
  local fence = number(KEYS[i])
  if not fence then
    fence = current
    redis.call('SET', KEYS[i], text(fence), 'PX', ARGV[2])
  else
    local left = redis.call('PTTL', KEYS[i])
    if left >= 0 and left < tonumber(ARGV[1]) then
      redis.call('PEXPIRE', KEYS[i], ARGV[2])
    end
  end
  numbers[i] = fence
end
return numbers
