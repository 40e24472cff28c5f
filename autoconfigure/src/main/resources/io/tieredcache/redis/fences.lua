-- Reads the sequence and fences in one step: the two numbers of each fence, -1 for a missing one.
-- KEYS: sequence, fences...
local numbers = { sequence() }
for i = 2, #KEYS do
  local latest, evicted = fence(KEYS[i])
  numbers[#numbers + 1] = latest or -1
  numbers[#numbers + 1] = evicted or -1
end
return numbers
