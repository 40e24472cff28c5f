-- Ends holds; answers whether all of them still stood.
-- KEYS: holds...   ARGV: token
local stood = 1
for i = 1, #KEYS do
  if not stands(KEYS[i]) or redis.call('ZREM', KEYS[i], ARGV[1]) == 0 then
    stood = 0
  end
end
return stood
