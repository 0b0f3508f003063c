-- Adds what the n oldest batches make to the totals and takes them out of the queue; or changes
-- nothing and says why.
-- KEYS[10..]: the hashes of the sums and the records of the batches' imports
-- ARGV[3]: JSON. batches: n identities, oldest first; seen: stamp of the settled checkpoint read
--   with them; sums: day and group -> method -> amount; bases: day and group -> {at, totals};
--   setAside: a reason, where the only batch is to be set aside whatever it adds
-- ARGV[4..9]: bound of a total in cents; most methods of a hash; most changed totals between two
--   checkpoints; most in one checkpoint; most changed days between two checkpoints; most ranges set
--   aside in an import

local request = cjson.decode(ARGV[3])
local total_bound, methods_max = tonumber(ARGV[4]), tonumber(ARGV[5])
local changed_max, checkpoint_max = tonumber(ARGV[6]), tonumber(ARGV[7])
local changed_days_max, ranges_max = tonumber(ARGV[8]), tonumber(ARGV[9])
local n = #request.batches

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

-- Method -> cents of one day as it stands: all of its base, or the methods asked for of its hash.
local function standing(key, methods, base)
  local totals = {}
  if base then
    for method, text in pairs(base.totals) do
      totals[method] = cents(text)
    end
    return totals
  end
  for i, text in ipairs(redis.call('HMGET', HASH .. key, unpack(methods))) do
    totals[methods[i]] = text and cents(text) or nil
  end
  return totals
end

-- How one day will change: a reason where it may not; its totals then, of the methods looked at;
-- and how many totals become changed by it. length: of its hash, 0 where a base is given.
local function plan(key, sums, length, base)
  local methods = names_of(sums)
  if #methods > methods_max then
    return 'methods_bound', nil, 0
  end
  local totals = standing(key, methods, base)
  local before = base and #names_of(totals) or length
  local after = before
  for method, text in pairs(sums) do
    after = totals[method] and after or after + 1
    totals[method] = (totals[method] or 0) + cents(text)
  end
  local reason = after > methods_max and 'methods_bound' or nil
  for _, total in pairs(totals) do
    reason = total >= total_bound and 'total_bound' or reason
  end
  local was_changed = redis.call('SISMEMBER', CHANGED, key) == 1
  return reason, totals, was_changed and after - before or after
end

-- Raises one hash, from its base where there is none.
local function raise(key, sums, totals, base)
  if base and next(base.totals) then
    local fields = {}
    for method, text in pairs(base.totals) do
      fields[#fields + 1] = method
      fields[#fields + 1] = text
    end
    redis.call('HSET', HASH .. key, unpack(fields))
  end
  for method, text in pairs(sums) do
    -- HINCRBYFLOAT drifts away from the cent in the last digits of its float; what was added up in
    -- whole cents before is what stays.
    local exact = amount(totals[method])
    if redis.call('HINCRBYFLOAT', HASH .. key, method, text) ~= exact then
      redis.call('HSET', HASH .. key, method, exact)
    end
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
    totals_of(key)
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

local planned, breach = {}, nil
local changed_before = tonumber(redis.call('GET', CHANGED_TOTALS) or '0')
local changed_after = changed_before
local changed_days = redis.call('SCARD', CHANGED)
for key, sums in pairs(request.sums) do
  local reason, totals, added = plan(key, sums, lengths[key], used[key])
  breach = breach or reason
  planned[key] = totals
  changed_after = changed_after + added
  changed_days = changed_days + 1 - redis.call('SISMEMBER', CHANGED, key)
end

-- A checkpoint must stay one document, and its days so few that a snapshot can declare them. When
-- nothing has changed since the last one there is none to wait for: then several batches go one by
-- one, and a single one may be larger, up to what fits.
local too_many_days = changed_days > changed_days_max
if not breach and (changed_after > changed_max or too_many_days) then
  if changed_before > 0 then
    return {'CHECKPOINT_NEEDED'}
  end
  local fits = n == 1 and changed_after <= checkpoint_max and not too_many_days
  breach = not fits and 'checkpoint_bound' or nil
end
if breach then
  return n > 1 and {'TOO_MUCH'} or set_aside(breach)
end

begin_writing()
for key, sums in pairs(request.sums) do
  raise(key, sums, planned[key], used[key])
end
redis.call('SET', CHANGED_TOTALS, string.format('%.0f', changed_after))
take_batches()
return {'APPLIED'}
