-- Takes an instance's declarations back.
-- KEYS: declarations...   ARGV: instance
for i = 1, #KEYS do
  if stands(KEYS[i]) then
    for _, member in ipairs(redis.call('ZRANGE', KEYS[i], 0, -1)) do
      if string.match(member, '^%a+ (.+)$') == ARGV[1] then
        redis.call('ZREM', KEYS[i], member)
      end
    end
  end
end
return 1
