-- The records of those imports that are running.
-- ARGV[3]: ids, a JSON array

local found = {}
for _, id in ipairs(cjson.decode(ARGV[3])) do
  local record = redis.call('HGETALL', RECORD .. id)
  if #record > 0 then
    found[#found + 1] = id
    found[#found + 1] = record
  end
end
return found
