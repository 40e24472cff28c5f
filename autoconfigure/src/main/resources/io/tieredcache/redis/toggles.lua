-- Reads the toggles that are in force: each with the milliseconds that it has left.
-- KEYS: toggles   ARGV: most of them
local found = {}
if stands(KEYS[1]) then
  local members = redis.call('ZRANGE', KEYS[1], 0, tonumber(ARGV[1]) - 1, 'WITHSCORES')
  for i = 1, #members, 2 do
    found[#found + 1] = members[i]
    found[#found + 1] = string.format('%.0f', math.max(1, tonumber(members[i + 1]) - now))
  end
end
return found
