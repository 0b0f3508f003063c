-- One import's record, with the settled checkpoint of the same instant.
-- KEYS[10]: the record

local at, operation_time = settled()
return {at, operation_time, redis.call('HGETALL', KEYS[10])}
