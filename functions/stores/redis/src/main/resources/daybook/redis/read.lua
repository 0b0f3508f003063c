-- The totals of those days that are here.
-- KEYS[10..]: their hashes

local found = {}
for _, key in ipairs(declared_after(HASH)) do
  local totals = totals_of(key)
  if #totals > 0 then
    found[#found + 1] = key
    found[#found + 1] = totals
  end
end
return found
