-- Takes the next number, raises the fences that exist and publishes one message.
-- KEYS: sequence, fences...   ARGV: channel, origin, targets, '1' to let entries expire only
-- A fence that does not exist needs no number: entries that carry it are dead already.
local previous = number(KEYS[1]) or 0
local next = math.max(previous + 1, clock)
redis.call('SET', KEYS[1], text(next))
for i = 2, #KEYS do
  local raised = text(next)
  if ARGV[4] == '1' then
    local latest, evicted = fence(KEYS[i])
    raised = raised .. ' ' .. text(latest and evicted or next)
  end
  redis.call('SET', KEYS[i], raised, 'XX', 'KEEPTTL')
end
redis.call('PUBLISH', ARGV[1],
  '1 ' .. text(previous) .. ' ' .. text(next) .. ' ' .. text(millis) .. ' ' .. ARGV[2] .. '\n' .. ARGV[3])
return next
