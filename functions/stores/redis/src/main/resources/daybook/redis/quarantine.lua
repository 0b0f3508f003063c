-- Moves the oldest element out of the way, if it is the unreadable one that was seen.
-- KEYS[10]: the record of the import that it names, if it names one
-- ARGV[3..4]: SHA-1 of the element in hexadecimal, most elements kept

require_types()
redis.call('LLEN', UNREADABLE)

local element = redis.call('LINDEX', QUEUE, -1)
if not element or redis.sha1hex(element) ~= ARGV[3] then
  return 0
end

-- Without this element its import would have a gap that nobody reads again.
local id = string.match(element, '^(%x+):') or string.match(element, '^%d+ (%x+):')
local needed = keys_needed(keys_of(RECORD, {id}))
if needed then
  return needed
end
if id and redis.call('EXISTS', RECORD .. id) == 1 then
  refuse('an unreadable batch of the running import ' .. id)
end

begin_writing()
redis.call('LPUSH', UNREADABLE, element)
redis.call('LTRIM', UNREADABLE, 0, tonumber(ARGV[4]) - 1)
redis.call('RPOP', QUEUE)
return 1
