-- Sends an instance its own pulse and answers the sequence and the clock.
-- KEYS: sequence   ARGV: channel, id
local current = sequence()
redis.call('PUBLISH', ARGV[1], '1 ' .. ARGV[2] .. ' ' .. text(current))
return { current, millis }
