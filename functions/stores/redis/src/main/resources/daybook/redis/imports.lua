-- The records of all running imports.

return records_of(redis.call('SMEMBERS', IMPORTS))
