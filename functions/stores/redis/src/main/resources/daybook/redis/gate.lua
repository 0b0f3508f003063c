-- A step works on no state of which a later version has said, by its form, that this
-- one would understand it in part only: its sums would be left out of a checkpoint, or stand through
-- a restore and come a second time. NEWEST_FORM is the newest one that is known here.
local form = tonumber(redis.call('HGET', SETTLED, 'form') or '1')
if form > NEWEST_FORM then
  return redis.error_reply('UNKNOWN_FORM ' .. form .. ', forms up to ' .. NEWEST_FORM .. ' are known')
end
