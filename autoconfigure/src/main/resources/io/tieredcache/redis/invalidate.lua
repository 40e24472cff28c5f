-- Takes the next number, raises the fences that exist and publishes one message.
-- KEYS: sequence, fences..., and where other regions are to know of it, the stream of their records
-- ARGV: channel, origin, targets, '1' to let entries expire only, then for other regions: the record, most records
-- A fence that does not exist needs no number: entries that carry it are dead already.
local stream = ARGV[5] and KEYS[#KEYS]
local previous = number(KEYS[1]) or 0
local next = math.max(previous + 1, clock)
redis.call('SET', KEYS[1], text(next))
for i = 2, stream and #KEYS - 1 or #KEYS do
  local raised = text(next)
  if ARGV[4] == '1' then
    local latest, evicted = fence(KEYS[i])
    raised = raised .. ' ' .. text(latest and evicted or next)
  end
  redis.call('SET', KEYS[i], raised, 'XX', 'KEEPTTL')
end
redis.call('PUBLISH', ARGV[1],
  '1 ' .. text(previous) .. ' ' .. text(next) .. ' ' .. text(millis) .. ' ' .. ARGV[2] .. '\n' .. ARGV[3])
if stream then
  local added = redis.pcall('XADD', stream, 'MAXLEN', '~', ARGV[6], '*', 'event', ARGV[5])
  if type(added) == 'table' then
    -- Something else is there, or an id that none can follow. Who reads notices that it begins anew.
    redis.call('UNLINK', stream)
    redis.call('XADD', stream, '*', 'event', ARGV[5])
  end
end
return next
