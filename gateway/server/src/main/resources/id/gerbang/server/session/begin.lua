-- Opens a turn. One key, a hash; Redis 6.2 commands only; every expiry inside the key is a value.
--   KEYS[1]  the subscriber's key
--   ARGV     message id or '', lease, lease in ms, burst, inputs a second, life of the key in ms
--   fields   s sequence, c state, m message id of the last reply, r last reply, l lease, le its end, tk tokens, ta their time, b where it stands (StandCount)
-- Answers {'R', reply} a repeat | {'L'} too many | {'B'} another turn is under way | {'T', sequence, state} the turn is ours.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local f = redis.call('HMGET', KEYS[1], 's', 'c', 'm', 'r', 'l', 'le', 'tk', 'ta')

if ARGV[1] ~= '' and f[3] == ARGV[1] then
  return {'R', f[4]}
end
if f[5] and f[5] ~= '' and tonumber(f[6]) > now then
  return {'B'}
end

local burst = tonumber(ARGV[4])
local tokens = tonumber(f[7]) or burst
local since = tonumber(f[8]) or now
tokens = math.min(burst, tokens + (now - since) * tonumber(ARGV[5]) / 1000)
if tokens < 1 then
  return {'L'}
end

redis.call('HSET', KEYS[1], 'l', ARGV[2], 'le', now + tonumber(ARGV[3]), 'tk', tostring(tokens - 1), 'ta', now)
if not f[1] then -- a key that never saw a commit, which keeps the time from then on
  redis.call('PEXPIRE', KEYS[1], ARGV[6])
end
return {'T', f[1] or '0', f[2] or ''}
