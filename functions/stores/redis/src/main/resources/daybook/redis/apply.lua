-- Adds what the n oldest batches make to the totals and takes them out of the queue; or changes
-- nothing and says why.
-- KEYS[10..]: the hashes of the sums and the records of the batches' imports
-- ARGV[3]: JSON. batches: n identities, oldest first; digests: their SHA-1, or none; seen: stamp of the settled checkpoint read
--   with them; sums: aggregate -> field -> {total, count}; bases: aggregate -> {at, totals: field ->
--   {total, count where it is known}}; setAside: a reason, where the only batch is to be set aside
--   whatever it adds; fieldsMax: view -> most fields of an aggregate
-- ARGV[4..9]: bound of a total in cents; most fields of the totals; most changed totals between two
--   checkpoints; most in one checkpoint; most changed aggregates between two checkpoints; most ranges
--   set aside in an import
-- Totals of payment methods have two digits after the point, those of further views are whole cents.

local request = cjson.decode(ARGV[3])
local total_bound, fields_max = tonumber(ARGV[4]), tonumber(ARGV[5])
local changed_max, checkpoint_max = tonumber(ARGV[6]), tonumber(ARGV[7])
local aggregates_max, ranges_max = tonumber(ARGV[8]), tonumber(ARGV[9])
local n = #request.batches

-- Where a further view puts what comes at its bound.
local OTHER = 'other'

-- The form of a Redis with counts and further views.
local SUMS_FORM = 2

-- Import -> its record as it will be after the batches looked at so far.
local records = {}

-- An amount's cents: exact up to 2^53, far above the bound of a total; what is above stays above.
local function cents(text)
  local units, hundredths = string.match(text, '^(%d+)%.(%d%d)$')
  if not units then
    refuse('a total of ' .. string.sub(text, 1, 40))
  end
  return tonumber(units .. hundredths)
end

local function amount(total)
  local units = math.floor(total / 100)
  return string.format('%.0f.%02d', units, total - units * 100)
end

-- Condition 5: the tail must be exactly these batches, or another aggregator that applied some of
-- them would have their rows added again.
local function tail_as_read()
  local elements = redis.call('LRANGE', QUEUE, -n, -1)
  if #elements < n then
    return nil
  end
  local oldest_first = {}
  for i = 1, n do
    local element = elements[n + 1 - i]
    local line = string.match(element, '^[^\n]*')
    if (string.match(line, '^%d+ (.*)') or line) ~= request.batches[i] then
      return nil
    end
    -- Condition 24: to the byte. An import that was begun again with other terms has batches of the
    -- same identity with other sums, and those that were added up would count under its record.
    if request.digests[i] and redis.sha1hex(element) ~= request.digests[i] then
      return nil
    end
    oldest_first[i] = element
  end
  return oldest_first
end

local function record_of(id)
  if not records[id] then
    local found = redis.call('HMGET', RECORD .. id, 'applied', 'stopped', 'setAside')
    records[id] = {
      applied = found[1], stopped = not found[1] or found[2] == '1', ranges = found[3] or ''
    }
  end
  return records[id]
end

-- Moves along the records; returns the batches behind a stop. A record goes, and leaves batches
-- behind, only when its import has stopped: of any other import the last batch has been applied by
-- then, and a restore drops queue and records together. So these rows lie behind the place at which
-- the ledger says that the import ended, and must not count.
local function follow(elements)
  local obsolete = {}
  for i = 1, n do
    local id, from, to = string.match(request.batches[i], '^(%x+):(%d+):(%d+)$')
    local record = record_of(id)
    if record.stopped then
      obsolete[#obsolete + 1] = elements[i]
    elseif record.applied ~= from then
      refuse('batch ' .. request.batches[i] .. ' behind byte ' .. record.applied)
    else
      record.applied = to
      record.position = string.match(elements[i], '^[^\n]*\n([^\n]*)')
    end
  end
  return obsolete
end

-- Condition 9, together with the totals: they and the positions move in this one step, so that no
-- checkpoint ever holds rows without their position or a position without its rows. Last of all.
local function take_batches()
  for id, record in pairs(records) do
    redis.call(
      'HSET', RECORD .. id, 'applied', record.applied, 'appliedPosition', record.position)
    redis.call('SADD', CHANGED_IMPORTS, id)
  end
  redis.call('LTRIM', QUEUE, 0, -(n + 1))
end

local function set_aside(reason)
  local id, from, to = string.match(request.batches[1], '^(%x+):(%d+):(%d+)$')
  local ranges = records[id].ranges .. from .. ':' .. to .. ':' .. reason .. '\n'
  local _, count = string.gsub(ranges, '\n', '')
  local stops = count >= ranges_max and '1' or '0'
  begin_writing()
  redis.call('HSET', RECORD .. id, 'setAside', ranges, 'stopped', stops)
  take_batches()
  return {'SET_ASIDE', from, to, reason, stops}
end

-- The view of an aggregate, or nil for the totals.
local function further_view(key)
  return string.match(key, '^(%l+):')
end

-- The aggregate of the same day and group in the totals.
local function totals_key(key)
  return string.match(key, '^%l+:(.*)$') or key
end

-- Field -> cents as they stand: all of a base, or the fields asked for of the hash; and whether the
-- rows of each are counted.
local function standing(key, fields, base)
  local totals, counted = {}, {}
  if base then
    for field, sum in pairs(base.totals) do
      totals[field], counted[field] = cents(sum[1]), sum[2] ~= nil
    end
    return totals, counted
  end
  local found = redis.call('HMGET', HASH .. key, unpack(fields))
  local counts = redis.call('HMGET', HASH .. key .. COUNTS, unpack(fields))
  for i, field in ipairs(fields) do
    if found[i] then
      totals[field], counted[field] = cents(found[i]), counts[i] ~= false
    end
  end
  return totals, counted
end

-- As how many totals the fields of an aggregate count that are there.
local function parts_there(key, base)
  if base then
    return parts_of_all(base.totals)
  end
  local parts = 0
  for _, field in ipairs(redis.call('HKEYS', HASH .. key)) do
    parts = parts + parts_of(field)
  end
  return parts
end

-- How the totals of one day will change. reason: why they may not; totals: cents of the fields
-- looked at as they will be; uncounted: those fields whose rows were never counted; added: as how
-- many totals those count that become changed by it. length: of its hash, 0 where a base is given.
local function plan(key, sums, length, base)
  local fields = names_of(sums)
  if #fields > fields_max then
    return {reason = 'methods_bound', added = 0}
  end
  local totals, counted = standing(key, fields, base)
  local after = base and #names_of(totals) or length
  local uncounted, more = {}, 0
  for field, sum in pairs(sums) do
    uncounted[field] = totals[field] and not counted[field]
    after = totals[field] and after or after + 1
    more = totals[field] and more or more + parts_of(field)
    totals[field] = (totals[field] or 0) + cents(sum[1])
  end
  local reason = after > fields_max and 'methods_bound' or nil
  for _, total in pairs(totals) do
    reason = total >= total_bound and 'total_bound' or reason
  end
  local was_changed = redis.call('SISMEMBER', CHANGED, key) == 1
  return {
    reason = reason, sums = sums, totals = totals, uncounted = uncounted,
    added = was_changed and more or more + parts_there(key, base)
  }
end

-- The fields of an aggregate of a further view that are there.
local function fields_there(key, base)
  local there, count = {}, 0
  for _, field in ipairs(base and names_of(base.totals) or redis.call('HKEYS', HASH .. key)) do
    there[field], count = true, count + 1
  end
  return there, count
end

-- How an aggregate of a further view will change: which never keeps a batch from being applied. One
-- that is not there begins only with its day and group; begun later it would lack rows.
local function plan_further(key, sums, length, base, day_begins)
  if length == 0 and not next(base.totals) and not day_begins then
    return {added = 0}
  end
  local there, after = fields_there(key, base)
  local most = request.fieldsMax[further_view(key)] + (there[OTHER] and 1 or 0)
  local more, placed, before = 0, {}, parts_of_all(there)
  for field, sum in pairs(sums) do
    local at = (there[field] or after < most) and field or OTHER
    if not there[at] then
      there[at], after, more = true, after + 1, more + parts_of(at)
      most = most + (at == OTHER and 1 or 0)
    end
    placed[#placed + 1] = {at, sum[1], sum[2]}
  end
  local was_changed = redis.call('SISMEMBER', CHANGED, key) == 1
  return {placed = placed, added = was_changed and more or before + more}
end

-- Brings an aggregate to what history holds of it.
local function write_base(key, base)
  local totals, counts = {}, {}
  for field, sum in pairs(base.totals) do
    totals[#totals + 1] = field
    totals[#totals + 1] = sum[1]
    if sum[2] then
      counts[#counts + 1] = field
      counts[#counts + 1] = sum[2]
    end
  end
  if #totals > 0 then
    redis.call('HSET', HASH .. key, unpack(totals))
  end
  if #counts > 0 then
    redis.call('HSET', HASH .. key .. COUNTS, unpack(counts))
  end
end

-- Raises one aggregate, from its base where it is not there.
local function raise(key, planned, base)
  if base then
    write_base(key, base)
  end
  for field, sum in pairs(planned.sums or {}) do
    -- HINCRBYFLOAT drifts away from the cent in the last digits of its float; what was added up in
    -- whole cents before is what stays.
    local exact = amount(planned.totals[field])
    if redis.call('HINCRBYFLOAT', HASH .. key, field, sum[1]) ~= exact then
      redis.call('HSET', HASH .. key, field, exact)
    end
    if not planned.uncounted[field] then
      redis.call('HINCRBY', HASH .. key .. COUNTS, field, sum[2])
    end
  end
  -- Whole cents of 64 bits: the totals of all methods together stay below 2^60 of them.
  for _, sum in ipairs(planned.placed or {}) do
    redis.call('HINCRBY', HASH .. key, sum[1], sum[2])
    redis.call('HINCRBY', HASH .. key .. COUNTS, sum[1], sum[3])
  end
  redis.call('SADD', LIVE, key)
  redis.call('SADD', CHANGED, key)
end

-- Hashes that a batch set aside does not touch are not asked for.
local function keys_touched()
  local keys = {}
  for _, batch in ipairs(request.batches) do
    keys[#keys + 1] = RECORD .. string.match(batch, '^%x+')
  end
  if not request.setAside then
    for key in pairs(request.sums) do
      keys[#keys + 1] = HASH .. key
      keys[#keys + 1] = HASH .. key .. COUNTS
    end
  end
  return keys
end

require_types()
local needed_keys = keys_needed(keys_touched())
if needed_keys then
  return needed_keys
end
local elements = tail_as_read()
if not elements then
  return {'TAIL_MOVED'}
end

local obsolete = follow(elements)
if #obsolete > 0 then
  for _, element in ipairs(obsolete) do
    redis.call('LREM', QUEUE, -1, element)
  end
  return {'OBSOLETE', #obsolete}
end

if request.setAside then
  return set_aside(request.setAside)
end

local at = settled()
-- Condition 6: bases were read for the checkpoint seen. With another one settled since, a day may
-- have been written and purged in between, and its base from before would lose those rows.
if next(request.bases) and at ~= request.seen then
  return {'SETTLED_MOVED'}
end

local lengths, used, needed = {}, {}, {'BASES_NEEDED'}
for key in pairs(request.sums) do
  lengths[key] = redis.call('HLEN', HASH .. key)
  if lengths[key] == 0 then
    sums_of(key)
    used[key] = request.bases[key]
    if not used[key] then
      needed[#needed + 1] = key
    end
  end
end
if #needed > 1 then
  return needed
end

-- Condition 7: a base that a later checkpoint wrote holds rows that this Redis has forgotten and
-- still has in its queue, or will be given again. Added to that base they would count twice.
for _, base in pairs(used) do
  if tonumber(base.at) > tonumber(at) then
    return {'FALLEN_BACK'}
  end
end

local function is_empty(key)
  return lengths[key] == 0 and not next(used[key].totals)
end

local planned, breach = {}, nil
local changed_before = tonumber(redis.call('GET', CHANGED_TOTALS) or '0')
local changed_after = changed_before
local changed_aggregates = redis.call('SCARD', CHANGED)
for key, sums in pairs(request.sums) do
  local next_one
  if further_view(key) then
    next_one = plan_further(key, sums, lengths[key], used[key], is_empty(totals_key(key)))
  else
    next_one = plan(key, sums, lengths[key], used[key])
  end
  breach = breach or next_one.reason
  changed_after = changed_after + next_one.added
  if next_one.sums or next_one.placed then
    planned[key] = next_one
    changed_aggregates = changed_aggregates + 1 - redis.call('SISMEMBER', CHANGED, key)
  end
end

-- A checkpoint must stay one document, and its aggregates so few that a snapshot can declare them.
-- Totals that are changed already make it no larger. When nothing has changed since the last one
-- there is none to wait for: then more may change, up to what fits, and what does not fit goes one
-- by one.
local too_many = changed_aggregates > aggregates_max
local grows = changed_after > changed_before
if not breach and ((grows and changed_after > changed_max) or too_many) then
  if changed_before > 0 then
    return {'CHECKPOINT_NEEDED'}
  end
  breach = (changed_after > checkpoint_max or too_many) and 'checkpoint_bound' or nil
end
if breach then
  return n > 1 and {'TOO_MUCH'} or set_aside(breach)
end

begin_writing()
-- Counts and further views are more than a version of the first form would carry on.
if form < SUMS_FORM then
  redis.call('HSET', SETTLED, 'form', SUMS_FORM)
end
for key, next_one in pairs(planned) do
  raise(key, next_one, used[key])
end
redis.call('SET', CHANGED_TOTALS, string.format('%.0f', changed_after))
take_batches()
return {'APPLIED'}
