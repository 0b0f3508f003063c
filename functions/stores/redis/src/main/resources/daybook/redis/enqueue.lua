-- Pushes batches that follow one another and moves the import's enqueued position behind them.
-- KEYS[10]: the record
-- ARGV[3..12]: first byte, byte after the last, position there, whether the import ends there
--   (0, 1), most batches in the queue, whether memory is scarce (0, 1), mapping by which the rows
--   were read, empty for own columns, why none was read, empty if they were, whether rows count by
--   documents (1, or empty), stamp of the checkpoint that must be settled
-- ARGV[13..]: the batches, oldest first

local FIRST_BATCH = 13
local from, to, position, ends, batches_max, scarce = unpack(ARGV, 3, 8)
local mapping, refused, recorded, needs = unpack(ARGV, 9, 12)
require_types()
local record = redis.call(
  'HMGET', KEYS[10], 'enqueued', 'closed', 'stopped', 'mapping', 'refused', 'recorded')

-- Condition 2: only begin creates a record. If pushing did, a twin that comes late would start a
-- finished import again at byte 0.
if not record[1] then
  return 'NO_RECORD'
end

-- Condition 1: the import must stand where these batches start, and be open. Otherwise a twin of
-- this importer has pushed the same rows before. Offsets are compared as text: 64 bits do not fit
-- a number here.
if record[1] ~= from or record[2] == '1' or record[3] == '1' then
  return 'ELSEWHERE'
end

-- Condition 22: the rows must have been read by the mapping that the record names. Somebody who
-- began before Redis forgot may hold batches of another one, and the import would be made of both.
if (record[4] or '') ~= mapping then
  return 'ELSEWHERE'
end

-- The same where one of the two found the file unusable, and has its end instead of rows.
if (record[5] or '') ~= refused then
  return 'ELSEWHERE'
end

-- The same where one of the two knows of documents by which rows count.
if (record[6] or '') ~= recorded then
  return 'ELSEWHERE'
end

-- Condition R7: a line relies on what that checkpoint shows: that its predecessor counts, or does
-- not. A Redis from before may hold what the line reverses or brings again. Stamps are milliseconds,
-- which fit a number.
if tonumber((settled())) < tonumber(needs) then
  return 'FALLEN_BACK'
end

local length = redis.call('LLEN', QUEUE)
if length + #ARGV - FIRST_BATCH + 1 > tonumber(batches_max) then
  return 'FULL'
end

-- The last of the memory is for the other steps. Batches into an empty queue still go, or imports
-- would stand still where totals alone take that much.
if scarce == '1' and length > 0 then
  return 'NO_MEMORY'
end

-- From the first batch of a later form on, nobody who does not know it works here.
local raised = form
for i = FIRST_BATCH, #ARGV do
  raised = math.max(raised, tonumber(string.match(ARGV[i], '^(%d+) ') or '1'))
end
if raised > form then
  redis.call('HSET', SETTLED, 'form', raised)
end
redis.call('LPUSH', QUEUE, unpack(ARGV, FIRST_BATCH))
redis.call('HSET', KEYS[10], 'enqueued', to, 'enqueuedPosition', position, 'closed', ends)
return length == 0 and 'WAS_EMPTY' or 'BEHIND_OTHERS'
