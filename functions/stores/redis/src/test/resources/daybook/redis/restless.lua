-- A step that asks for another key at each call.
-- KEYS[10]: the key asked for last

return {'KEYS_NEEDED', {(KEYS[10] or HASH) .. 'x'}}
