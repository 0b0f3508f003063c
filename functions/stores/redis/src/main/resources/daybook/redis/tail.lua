-- The oldest batches, oldest first, with the settled checkpoint of the same instant.
-- ARGV[3]: how many at most

local elements = redis.call('LRANGE', QUEUE, -tonumber(ARGV[3]), -1)
local at, operation_time = settled()
local found = {at, operation_time}
for i = #elements, 1, -1 do
  found[#found + 1] = elements[i]
end
return found
