-- The aggregates of some views and days that are here, whatever their groups, and the checkpoint
-- that was settled last, of one instant.
-- KEYS[10..]: hashes, totals and counts in turn, of aggregates that the caller expects to be here
-- ARGV[3..5]: the first day, the last day, and most keys that a call can declare
-- ARGV[6..]: what stands before the day in each of the views: nothing, or a word and a colon

local from, to, keys_max = day_number(ARGV[3]), day_number(ARGV[4]), tonumber(ARGV[5])
local views = {}
for i = 6, #ARGV do
  views[ARGV[i]] = true
end

-- Which groups there are says the set that every step keeps beside the hashes. What was expected is
-- looked for without it.
local live, missing = {}, false
for _, key in ipairs(redis.call('SMEMBERS', LIVE)) do
  if views[string.match(key, '^%l*:?')] and day_number(key) >= from and day_number(key) <= to then
    live[#live + 1] = key
    missing = missing or not declared[HASH .. key]
  end
end
if missing then
  return 2 * #live > keys_max and {'TOO_MANY'} or keys_needed(hashes_of(live))
end

local found = {}
for i = 10, #KEYS, 2 do
  local key = string.sub(KEYS[i], #HASH + 1)
  local sums = sums_of(key)
  if #sums[1] > 0 then
    found[#found + 1] = key
    found[#found + 1] = sums
  end
end
local at, operation_time = settled()
return {at, operation_time, found}
