-- Shared head of the scripts that change toggles. Two names are about the same where they
-- differ only by the value after the kind, as in 'AUDIT=0.1 cache'.
local function subject(name)
  return (string.gsub(name, '^([^ =]*)=[^ ]*', '%1'))
end

local function drop(key, name, most)
  local dropped = 0
  for _, member in ipairs(redis.call('ZRANGE', key, 0, most - 1)) do
    if subject(member) == subject(name) then
      dropped = dropped + redis.call('ZREM', key, member)
    end
  end
  return dropped
end
