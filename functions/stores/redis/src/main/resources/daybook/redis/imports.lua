-- The records of all running imports.

local found = {}
for _, id in ipairs(redis.call('SMEMBERS', IMPORTS)) do
  local record = redis.call('HGETALL', RECORD .. id)
  if #record > 0 then
    found[#found + 1] = id
    found[#found + 1] = record
  end
end
return found
