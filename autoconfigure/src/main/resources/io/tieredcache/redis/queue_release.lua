-- Gives partitions up, where the instance owns them.
-- KEYS: instances, owners...   ARGV: instance, '1' to leave
if ARGV[2] == '1' then
  redis.pcall('ZREM', KEYS[1], ARGV[1])
end
for i = 2, #KEYS do
  if holder(KEYS[i]) == ARGV[1] then
    redis.call('UNLINK', KEYS[i])
  end
end
return 1
