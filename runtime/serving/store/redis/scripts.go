package redis

import "github.com/redis/go-redis/v9"

// Every script compares the writer's number first. A script of Redis runs alone, and
// what it has begun it ends: so each is all or nothing. None of them writes before
// it has checked all that it checks.

// take gives a writer its number: the time in microseconds or, where that is not
// larger, the one after the last. So a Redis that has lost all does not give one twice.
//
//	KEYS fence
//	ARGV microseconds since 1970
var take = redis.NewScript(`
local n = math.max(tonumber(redis.call('GET', KEYS[1]) or '0') + 1, tonumber(ARGV[1]))
redis.call('SET', KEYS[1], string.format('%.0f', n))
return string.format('%.0f', n)
`)

// fenced begins each script. A number that is older than the writer's own, or
// missing, is that of a Redis that has lost what it had acknowledged.
const fenced = `
local fence = redis.call('GET', KEYS[1])
if not fence or tonumber(fence) < tonumber(ARGV[1]) then return redis.error_reply('DIVERGED it does not know this writer') end
if fence ~= ARGV[1] then return redis.error_reply('FENCED') end
`

// appendEvents adds to the log.
//
//	KEYS fence, last, log, columns, origins
//	ARGV fence, position of the first event, how many events, how many columns,
//	     then events, columns by hash, offsets by origin
var appendEvents = redis.NewScript(fenced + `local first, events, columns = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local last = tonumber(redis.call('GET', KEYS[2]) or first - 1) -- a log may begin behind a history
if last ~= first - 1 then
  -- No other writer has this number, so what stands there is what is sent again.
  if events > 0 and last == first - 1 + events then return 'again' end
  return redis.error_reply('DIVERGED the store ends with event ' .. string.format('%.0f', last))
end
local at = 4
for i = 1, events do
  redis.call('XADD', KEYS[3], string.format('%.0f-0', last + i), 'e', ARGV[at + i])
end
if events > 0 then redis.call('SET', KEYS[2], string.format('%.0f', last + events)) end
at = at + events
for i = 1, columns do
  redis.call('HSET', KEYS[4], ARGV[at + 2*i - 1], ARGV[at + 2*i])
end
for i = at + 2*columns + 1, #ARGV, 2 do
  redis.call('HSET', KEYS[5], ARGV[i], ARGV[i + 1])
end
return 'done'
`)

// stage adds a piece to the checkpoint that is being written.
//
//	KEYS fence, staging, staged
//	ARGV fence, number of the checkpoint, how many items are staged before, items
var stage = redis.NewScript(fenced + `local before = tonumber(ARGV[3])
if before == 0 then
  redis.call('DEL', KEYS[3])
  redis.call('SET', KEYS[2], ARGV[2])
elseif redis.call('GET', KEYS[2]) ~= ARGV[2] then
  return redis.error_reply('STALE')
else
  redis.call('LTRIM', KEYS[3], 0, before - 1) -- a piece that is sent again replaces itself
end
if redis.call('LLEN', KEYS[3]) ~= before then return redis.error_reply('STALE') end
for i = 4, #ARGV, 999 do
  redis.call('RPUSH', KEYS[3], unpack(ARGV, i, math.min(i + 998, #ARGV)))
end
return 'done'
`)

// commit puts what is staged in place. Items come in threes: the key of a group's
// hash, a key of the group or nothing, and a state behind '+', or '-'.
//
//	KEYS fence, staging, staged, meta
//	ARGV fence, number of the checkpoint, how many items, meta, how the keys of
//	     groups' hashes begin
var commit = redis.NewScript(fenced + `local n = tonumber(ARGV[3])
if n > 0 and (redis.call('GET', KEYS[2]) ~= ARGV[2] or redis.call('LLEN', KEYS[3]) ~= n) then
  return redis.error_reply('STALE')
end
for i = 0, n - 1, 999 do
  local items = redis.call('LRANGE', KEYS[3], i, i + 998)
  for j = 1, #items, 3 do
    local group, key, state = ARGV[5] .. items[j], items[j + 1], items[j + 2]
    if state == 'g' then redis.call('DEL', group)
    elseif state == '-' then redis.call('HDEL', group, key)
    else redis.call('HSET', group, key, string.sub(state, 2)) end
  end
end
redis.call('DEL', KEYS[2], KEYS[3])
redis.call('SET', KEYS[4], ARGV[4])
return 'done'
`)

// trim lets go of events.
//
//	KEYS fence, log
//	ARGV fence, the oldest id that stays
var trim = redis.NewScript(fenced + `return redis.call('XTRIM', KEYS[2], 'MINID', ARGV[2])
`)
