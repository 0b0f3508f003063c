-- Creates the record of an import, at its start.
-- KEYS[10]: the record
-- ARGV[3..7]: id, source, when it begins, stamp of the settled checkpoint seen, most running
--   imports

local id, source, begun, seen, imports_max = unpack(ARGV, 3, 7)
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

redis.call('HSET', KEYS[10], 'source', source, 'begun', begun, 'enqueued', '0', 'applied', '0')
redis.call('SADD', IMPORTS, id)
return 'RUNNING'
