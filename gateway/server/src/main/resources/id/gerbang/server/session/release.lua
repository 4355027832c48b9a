-- Gives a turn's lease back and changes nothing else.
--   KEYS[1]  the subscriber's key
--   ARGV[1]  the lease
if redis.call('HGET', KEYS[1], 'l') == ARGV[1] then
  redis.call('HSET', KEYS[1], 'l', '')
end
return 1
