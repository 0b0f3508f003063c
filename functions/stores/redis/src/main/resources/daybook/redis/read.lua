-- Those of these aggregates that are here.
-- KEYS[10..]: their hashes, totals and counts in turn

local found = {}
for i = 10, #KEYS, 2 do
  local key = string.sub(KEYS[i], #HASH + 1)
  local sums = sums_of(key)
  if #sums[1] > 0 then
    found[#found + 1] = key
    found[#found + 1] = sums
  end
end
return found
