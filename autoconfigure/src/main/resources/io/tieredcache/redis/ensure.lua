-- Reads fences, as two numbers each; creates the missing ones with the current sequence and
-- keeps all alive.
-- KEYS: sequence, fences...   ARGV: milliseconds needed, milliseconds granted
local current = sequence()
local numbers = { current }
for i = 2, #KEYS do
  local latest, evicted = fence(KEYS[i])
  if not latest then
    latest, evicted = current, current
    redis.call('SET', KEYS[i], text(current), 'PX', ARGV[2])
  else
    local left = redis.call('PTTL', KEYS[i])
    if left >= 0 and left < tonumber(ARGV[1]) then
      redis.call('PEXPIRE', KEYS[i], ARGV[2])
    end
  end
  numbers[#numbers + 1] = latest
  numbers[#numbers + 1] = evicted
end
return numbers
