-- The records of those of these imports that are running.
-- KEYS[10..]: their records

return records_of(declared_after(RECORD))
