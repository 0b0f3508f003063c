-- The totals of those days that are here.
-- ARGV[3]: days and groups, a JSON array

local found = {}
for _, key in ipairs(cjson.decode(ARGV[3])) do
  local totals = totals_of(key)
  if #totals > 0 then
    found[#found + 1] = key
    found[#found + 1] = totals
  end
end
return found
