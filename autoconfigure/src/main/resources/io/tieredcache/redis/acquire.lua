-- Takes the lease if it is free or stands for a given holder, and answers the head of the
-- entry that is there; else answers the holder and how long the lease stands.
-- KEYS: entry, lease, waiters
-- ARGV: token, milliseconds, holder that it is taken from ('' for none), '1' to be woken, last byte of the head
local holder = lease(KEYS[2])
local left = holder and redis.call('PTTL', KEYS[2]) or -1
if holder and holder ~= ARGV[3] and left >= 0 then
  if ARGV[4] == '1' then
    redis.call('SET', KEYS[3], '1', 'PX', ARGV[2])
  end
  return { holder, tostring(left) }
end
redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2])
return { '', isText(KEYS[1]) and redis.call('GETRANGE', KEYS[1], 0, ARGV[5]) or '' }
