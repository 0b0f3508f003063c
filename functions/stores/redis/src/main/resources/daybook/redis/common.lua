-- What every step knows; this text stands before each of them. All keys come from RedisKeys.
-- A step checks everything before its first write: a script that fails half-way is not undone.
-- A server at its maxmemory refuses a script's first write, if that may take memory, and no later
-- one. So it hits no step half-way; and the steps that bring memory back, apply, snapshot, settle
-- and quarantine, begin with a write that takes none: they work on a full server too.
-- What cannot be made good again comes last: a step that broke half-way all the same would be done
-- again from its start, and is seen; rows that left the queue before they counted would not be.

local QUEUE, SETTLED, IMPORTS, CHANGED_IMPORTS = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local LIVE, CHANGED, CHANGED_TOTALS = KEYS[5], KEYS[6], KEYS[7]
local SNAPSHOTS, UNREADABLE = KEYS[8], KEYS[9]

-- Hashes and records are named by what a step finds: this prefix, then the aggregate, or the
-- import's id. A hash tag in the prefix keeps them in the same slot. An aggregate, "day:group" in the
-- totals and "view:day:group" in any other view, has two hashes: field -> total, and with this
-- behind its name, field -> how many rows.
local HASH, RECORD = ARGV[1], ARGV[2]
local COUNTS = '#count'

-- The hashes and records that this call declares, from KEYS[10] on. No script touches any other: a
-- cluster whose slot is on the move, or a serverless cache, may refuse a key that was not declared
-- when the script has written half of what it had to.
local declared = {}
for i = 10, #KEYS do
  declared[KEYS[i]] = true
end

-- The answer of a step that needs these hashes and records, where one of them is not declared; else
-- nil. It comes before the first write: whoever called declares these, and calls again.
local function keys_needed(names)
  for _, name in ipairs(names) do
    if not declared[name] then
      return {'KEYS_NEEDED', names}
    end
  end
  return nil
end

-- The names of a table's fields, in any order.
local function names_of(fields)
  local names = {}
  for name in pairs(fields) do
    names[#names + 1] = name
  end
  return names
end

-- As how many totals a field counts: one for each 64 bytes that its name begins, as a document has
-- room for them. FieldName is the same.
local function parts_of(field)
  return math.max(1, math.floor((#field + 63) / 64))
end

-- As how many totals a table's fields count together.
local function parts_of_all(fields)
  local parts = 0
  for field in pairs(fields) do
    parts = parts + parts_of(field)
  end
  return parts
end

-- As how many totals the fields of a hash count: field, value, field, value and so on.
local function parts_of_hash(found)
  local parts = 0
  for i = 1, #found, 2 do
    parts = parts + parts_of(found[i])
  end
  return parts
end

-- The keys of these imports, or of the totals of these aggregates.
local function keys_of(prefix, names)
  local keys = {}
  for i, name in ipairs(names) do
    keys[i] = prefix .. name
  end
  return keys
end

-- The keys of both hashes of these aggregates.
local function hashes_of(names)
  local keys = {}
  for _, name in ipairs(names) do
    keys[#keys + 1] = HASH .. name
    keys[#keys + 1] = HASH .. name .. COUNTS
  end
  return keys
end

-- The aggregates or imports whose keys this call declares.
local function declared_after(prefix)
  local names = {}
  for i = 10, #KEYS do
    names[#names + 1] = string.sub(KEYS[i], #prefix + 1)
  end
  return names
end

-- Stamp and operation time of the last settled checkpoint, as text.
local function settled()
  local found = redis.call('HMGET', SETTLED, 'at', 'operationTime')
  return found[1] or '0', found[2] or ''
end

-- Fails where one of the keys of the protocol is of another type, before anything is written.
local function require_types()
  redis.call('LLEN', QUEUE)
  redis.call('LLEN', SNAPSHOTS)
  redis.call('HLEN', SETTLED)
  redis.call('SCARD', IMPORTS)
  redis.call('SCARD', CHANGED_IMPORTS)
  redis.call('SCARD', LIVE)
  redis.call('SCARD', CHANGED)
  redis.call('GET', CHANGED_TOTALS)
end

-- A first write that takes no memory and changes nothing: no import has an empty id.
local function begin_writing()
  redis.call('SREM', IMPORTS, '')
end

-- Stops a step that found what the protocol never writes. Nothing has been written yet. The cure
-- for every such find is to empty this Redis: it comes back from the last checkpoint by itself.
local function refuse(what)
  error('Redis holds something that Daybook did not write: ' .. what, 0)
end

-- Both hashes of an aggregate, which may be empty; a changed one must have totals.
local function sums_of(key)
  local totals = redis.call('HGETALL', HASH .. key)
  if #totals == 0 and redis.call('SISMEMBER', CHANGED, key) == 1 then
    refuse('the changed totals of ' .. key .. ' are gone')
  end
  return {totals, redis.call('HGETALL', HASH .. key .. COUNTS)}
end

-- Those of these imports that have a record: id, record, id, record and so on.
local function records_of(ids)
  local found = {}
  for _, id in ipairs(ids) do
    local record = redis.call('HGETALL', RECORD .. id)
    if #record > 0 then
      found[#found + 1] = id
      found[#found + 1] = record
    end
  end
  return found
end

-- The day of an aggregate as a number that grows with it; a server's locale may order texts
-- otherwise.
local function day_number(text)
  local year, month, day = string.match(text, '(%d%d%d%d)%-(%d%d)%-(%d%d)')
  return tonumber(year .. month .. day)
end
