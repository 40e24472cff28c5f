-- Ends a toggle, whatever its value.
-- KEYS: toggles   ARGV: name, most
if stands(KEYS[1]) then
  return math.min(1, drop(KEYS[1], ARGV[1], tonumber(ARGV[2])))
end
return 0
