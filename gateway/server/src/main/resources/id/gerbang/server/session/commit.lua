-- Closes a turn: compare-and-set on the lease and the sequence.
--   KEYS[1]  the subscriber's key
--   ARGV     lease, expected sequence, state, message id or '', reply, life of the key in ms, where it stands or ''
-- Answers 1 when it is kept; 0 when somebody else went on meanwhile, and then nothing is changed.
local f = redis.call('HMGET', KEYS[1], 'l', 's')
if f[1] ~= ARGV[1] or (f[2] or '0') ~= ARGV[2] then
  return 0
end
redis.call('HSET', KEYS[1],
  's', string.format('%d', tonumber(ARGV[2]) + 1), 'c', ARGV[3], 'm', ARGV[4], 'r', ARGV[5], 'l', '', 'b', ARGV[7])
-- Read far more often than written: an expiry goes into the append-only file, and a turn is seldom an hour after the last.
local life = tonumber(ARGV[6])
if redis.call('PTTL', KEYS[1]) < life - math.min(3600000, life / 2) then
  redis.call('PEXPIRE', KEYS[1], ARGV[6])
end
return 1
