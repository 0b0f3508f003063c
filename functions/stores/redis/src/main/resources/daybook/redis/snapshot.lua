-- Everything that a checkpoint needs, of one instant.
-- KEYS[10..]: the hashes and records that it will hold, as far as the caller knows them
-- ARGV[3..7]: id of the snapshot, first day that is not expired, most totals with which expired
--   days are still added, most ids that are kept, most keys that a call can declare

local id, cut_off, totals_max, ids_max = ARGV[3], day_number(ARGV[4]), ARGV[5], ARGV[6]
local keys_max = tonumber(ARGV[7])
require_types()

-- Condition 10: every changed aggregate, from the set that apply keeps. A scan over the keys may miss
-- one, and a fail-over after the checkpoint would then lose its rows for good.
local changed, running = redis.call('SMEMBERS', CHANGED), redis.call('SMEMBERS', IMPORTS)
local needed = hashes_of(changed)
for _, import in ipairs(running) do
  needed[#needed + 1] = RECORD .. import
end

-- Expired days are added as far as they fit. Which ones that are is settled by the first call, or
-- further calls would ask for others, in whatever order the set has them by then. A further call
-- leaves some of these out again where days or imports that were made since need their room: what
-- has changed always fits, and a snapshot is never refused for days that can wait.
local expired, first_call = {}, #KEYS < 10
for _, key in ipairs(redis.call('SMEMBERS', LIVE)) do
  if day_number(key) < cut_off and redis.call('SISMEMBER', CHANGED, key) == 0
    and #needed + 2 <= keys_max and (first_call or declared[HASH .. key]) then
    expired[#expired + 1] = key
    needed[#needed + 1] = HASH .. key
    needed[#needed + 1] = HASH .. key .. COUNTS
  end
end
if keys_needed(needed) then
  return keys_needed(needed)
end

local aggregates, size = {}, 0
for _, key in ipairs(changed) do
  local sums = sums_of(key)
  aggregates[#aggregates + 1] = key
  aggregates[#aggregates + 1] = sums
  size = size + parts_of_hash(sums[1])
end
for _, key in ipairs(expired) do
  local sums = sums_of(key)
  size = size + parts_of_hash(sums[1])
  if size > tonumber(totals_max) then
    break
  end
  -- A clean day that something else deleted is in history; written as empty it would not be.
  if #sums[1] > 0 then
    aggregates[#aggregates + 1] = key
    aggregates[#aggregates + 1] = sums
  end
end

-- Condition 9: positions of the same instant as the totals; earlier or later ones would count rows
-- twice or never after a fail-over.
local imports = {}
for _, import in ipairs(running) do
  if redis.call('HEXISTS', RECORD .. import, 'appliedPosition') == 1 then
    imports[#imports + 1] = import
    imports[#imports + 1] = redis.call('HGETALL', RECORD .. import)
  end
end

local at, operation_time = settled()
-- With nothing settled yet this may be a Redis that was wiped: only the dumper can tell, and does.
local noted = #aggregates > 0 or redis.call('SCARD', CHANGED_IMPORTS) > 0 or at == '0'
if noted then
  redis.call('LTRIM', SNAPSHOTS, 0, tonumber(ids_max) - 2)
  redis.call('LPUSH', SNAPSHOTS, id)
end
return {noted and 1 or 0, at, operation_time, aggregates, imports, form}
