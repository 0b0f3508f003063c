-- Creates the record of an import, at its start.
-- KEYS[10]: the record
-- ARGV[3..9]: id, source, when it begins, stamp of the settled checkpoint seen, most running
--   imports, JSON of the fields of its terms, form of a Redis that holds them

local id, source, begun, seen, imports_max, terms, form_needed = unpack(ARGV, 3, 9)
require_types()

if redis.call('HLEN', KEYS[10]) > 0 then
  return 'RUNNING'
end

-- Condition 3: the caller read the ledger after this checkpoint. With a newer one settled since,
-- the import may be finished and archived by now, and would be imported a second time.
if settled() ~= seen then
  return 'SETTLED_MOVED'
end

if redis.call('SCARD', IMPORTS) >= tonumber(imports_max) then
  return 'TOO_MANY'
end

-- Condition 22: the terms are written here and by a restore, and nowhere else. Nobody who does not
-- know that there are any reads on such an import.
if tonumber(form_needed) > form then
  redis.call('HSET', SETTLED, 'form', form_needed)
end
redis.call('HSET', KEYS[10], 'source', source, 'begun', begun, 'enqueued', '0', 'applied', '0')
for field, text in pairs(cjson.decode(terms)) do
  redis.call('HSET', KEYS[10], field, text)
end
redis.call('SADD', IMPORTS, id)
return 'RUNNING'
