-- Tells how the server is set up that takes the writes of the namespace.
-- KEYS: sequence

return redis.call('INFO')
