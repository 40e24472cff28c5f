-- Reads the sequence and fences in one step; a missing fence is answered with -1.
-- KEYS: sequence, fences...
local numbers = { sequence() }
for i = 2, #KEYS do
  numbers[i] = number(KEYS[i]) or -1
end
return numbers
