-- The records of those imports that are running.
-- ARGV[3]: ids, a JSON array

return records_of(cjson.decode(ARGV[3]))
