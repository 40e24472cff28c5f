-- Takes or keeps the turn to read what another region recorded, for 0 milliseconds gives it back; answers whether
-- it is the caller's turn, how far was read ('' if not known) and the clock.
-- KEYS: lease, position   ARGV: instance, milliseconds
local owner = read(KEYS[1])
local mine = owner == '' or owner == ARGV[1]
if mine and ARGV[2] == '0' then
  redis.call('UNLINK', KEYS[1])
elseif mine then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
end
return { mine and '1' or '0', read(KEYS[2]), text(millis) }
