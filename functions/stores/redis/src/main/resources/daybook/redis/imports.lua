-- The records of all running imports.
-- KEYS[10..]: these records, as far as the caller knows them

local ids = redis.call('SMEMBERS', IMPORTS)
return keys_needed(keys_of(RECORD, ids)) or records_of(ids)
