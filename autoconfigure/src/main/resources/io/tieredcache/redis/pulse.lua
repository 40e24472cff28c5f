-- Sends an instance its own pulse and answers the sequence, the clock and the name of the history
-- that this server writes, which is another one after a restart or a failover ('' if it is not told).
-- KEYS: sequence   ARGV: channel, id
local current = sequence()
redis.call('PUBLISH', ARGV[1], '1 ' .. ARGV[2] .. ' ' .. text(current))
local replication = redis.pcall('INFO', 'replication')
local history = type(replication) == 'string' and string.match(replication, 'master_replid:(%w+)')
return { current, millis, history or '' }
