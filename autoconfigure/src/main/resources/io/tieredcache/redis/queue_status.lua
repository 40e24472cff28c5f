-- Tells how long a queue is: the clock, the dead letters, and of each partition the length
-- and the id of the oldest record ('' for none).
-- KEYS: dead letters, streams...
local status = { millis, length(KEYS[1]) }
for i = 2, #KEYS do
  status[#status + 1] = length(KEYS[i])
  status[#status + 1] = first(KEYS[i])
end
return status
