-- Brings Redis to a checkpoint that has been redone and verified: conditions 12, 14 and 18 are kept
-- by the dumper, before it comes here.
-- KEYS[10..]: hashes and records: to confirm, those of the checkpoint; to restore, those of this
--   Redis and of the imports that the checkpoint keeps open
-- ARGV[3]: JSON. at, operationTime, form, snapshot: its id, cutOff: first day that is not expired;
--   totals: aggregate -> field -> {total, count where it is known}; imports: id -> {finished, source, begun, applied,
--   position, ranges, texts: fields of its terms and of a later version}

local checkpoint = cjson.decode(ARGV[3])
local cut_off = day_number(checkpoint.cutOff)

local function is_noted()
  for _, id in ipairs(redis.call('LRANGE', SNAPSHOTS, 0, -1)) do
    if id == checkpoint.snapshot then
      return true
    end
  end
  return false
end

-- Whether a hash holds the nth number of each of these sums that has one, and nothing else.
local function holds(hash, saved, nth)
  local found, expected = redis.call('HGETALL', hash), 0
  for _, sum in pairs(saved) do
    expected = expected + (sum[nth] and 1 or 0)
  end
  for i = 1, #found, 2 do
    local sum = saved[found[i]]
    if not sum or sum[nth] ~= found[i + 1] then
      return false
    end
  end
  return #found == expected * 2
end

local function still_equals(key, saved)
  return holds(HASH .. key, saved, 1) and holds(HASH .. key .. COUNTS, saved, 2)
end

local function move_settled()
  redis.call('DEL', SNAPSHOTS)
  redis.call(
    'HSET', SETTLED, 'at', checkpoint.at, 'operationTime', checkpoint.operationTime)
end

local function append(list, more)
  for _, each in ipairs(more) do
    list[#list + 1] = each
  end
  return list
end

local function confirm()
  local needed = append(
    hashes_of(names_of(checkpoint.totals)), keys_of(RECORD, names_of(checkpoint.imports)))
  if keys_needed(needed) then
    return keys_needed(needed)
  end
  -- Condition 17: a day that was raised since the snapshot stays, and stays changed; deleted, its
  -- last rows would be in no checkpoint.
  local clean, changed_totals = {}, tonumber(redis.call('GET', CHANGED_TOTALS) or '0')
  for key, saved in pairs(checkpoint.totals) do
    if still_equals(key, saved) then
      clean[key] = true
      if redis.call('SISMEMBER', CHANGED, key) == 1 then
        changed_totals = changed_totals - parts_of_all(saved)
      end
    end
  end
  local unmoved = {}
  for id, saved in pairs(checkpoint.imports) do
    local position = redis.call('HGET', RECORD .. id, 'appliedPosition')
    if not saved.finished and position == saved.position then
      unmoved[#unmoved + 1] = id
    end
  end

  move_settled()
  local purged = 0
  for key in pairs(clean) do
    redis.call('SREM', CHANGED, key)
    if day_number(key) < cut_off then
      purged = purged + redis.call('DEL', HASH .. key)
      redis.call('DEL', HASH .. key .. COUNTS)
      redis.call('SREM', LIVE, key)
    end
  end
  for _, id in ipairs(unmoved) do
    redis.call('SREM', CHANGED_IMPORTS, id)
  end
  for id, saved in pairs(checkpoint.imports) do
    if saved.finished then
      redis.call('DEL', RECORD .. id)
      redis.call('SREM', IMPORTS, id)
      redis.call('SREM', CHANGED_IMPORTS, id)
    end
  end
  if redis.call('SCARD', CHANGED) == 0 then
    changed_totals = 0
  end
  redis.call('SET', CHANGED_TOTALS, string.format('%.0f', changed_totals))
  return {'CONFIRMED', purged, 0}
end

-- Condition 19: the hashes go, for they may lack rows of the checkpoint or hold rows that come
-- again; and the imports stand at the checkpoint's positions, for otherwise its rows came again.
-- The queue goes too: its batches may lie before those positions.
local function restore()
  local forgotten = append(
    hashes_of(redis.call('SMEMBERS', LIVE)), keys_of(RECORD, redis.call('SMEMBERS', IMPORTS)))
  local needed = append({}, forgotten)
  for id, saved in pairs(checkpoint.imports) do
    if not saved.finished then
      needed[#needed + 1] = RECORD .. id
    end
  end
  if keys_needed(needed) then
    return keys_needed(needed)
  end
  for _, key in ipairs(forgotten) do
    redis.call('DEL', key)
  end
  redis.call('DEL', QUEUE, LIVE, CHANGED, CHANGED_TOTALS, IMPORTS, CHANGED_IMPORTS)
  local reopened = 0
  for id, saved in pairs(checkpoint.imports) do
    if not saved.finished then
      redis.call(
        'HSET', RECORD .. id, 'source', saved.source, 'begun', saved.begun,
        'enqueued', saved.applied, 'enqueuedPosition', saved.position,
        'applied', saved.applied, 'appliedPosition', saved.position, 'setAside', saved.ranges)
      for field, text in pairs(saved.texts) do
        redis.call('HSET', RECORD .. id, field, text)
      end
      redis.call('SADD', IMPORTS, id)
      reopened = reopened + 1
    end
  end
  move_settled()
  if checkpoint.form > 1 then
    redis.call('HSET', SETTLED, 'form', checkpoint.form)
  else
    redis.call('HDEL', SETTLED, 'form')
  end
  return {'RESTORED', 0, reopened}
end

require_types()
if tonumber(checkpoint.at) <= tonumber((settled())) then
  return {'KNOWN', 0, 0}
end

-- Condition 16: only a Redis that noted the snapshot has everything that the checkpoint holds, or
-- more. One that fell back would be taken for complete, and its queue would add rows again.
if is_noted() then
  return confirm()
end
return restore()
