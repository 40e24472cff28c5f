-- Whether a writer holds one of the fences.
-- KEYS: holds...
for i = 1, #KEYS do
  if stands(KEYS[i]) then
    return 1
  end
end
return 0
