-- For wrk: reads of features of USERS users, ENTITIES a request, asked for by ASK.
-- A connection waits 0 to 2*THINK ms between an answer and its next request.
local function number(name) return tonumber(os.getenv(name)) end

local requests, next, threads = {}, 0, 0

function setup(thread)
  threads = threads + 1
  thread:set("seed", threads)
end

function init()
  math.randomseed(seed)
  for i = 1, 2000 do
    local ids = {}
    for j = 1, number("ENTITIES") do ids[j] = math.random(0, number("USERS") - 1) end
    requests[i] = wrk.format("POST", "/get-online-features", { ["Content-Type"] = "application/json" },
      '{"entities":{"user":[' .. table.concat(ids, ",") .. "]}," .. os.getenv("ASK") .. "}")
  end
end

function request()
  next = next % #requests + 1
  return requests[next]
end

local think = number("THINK")
if think > 0 then
  function delay() return math.random(0, 2 * think) end
end

function done(summary, latency)
  local e = summary.errors
  io.write(string.format('{"requests":%d,"us":%d,"errors":%d,"p50":%f,"p90":%f,"p99":%f,"p999":%f,"most":%f}\n',
    summary.requests, summary.duration, e.connect + e.read + e.write + e.status + e.timeout,
    latency:percentile(50), latency:percentile(90), latency:percentile(99), latency:percentile(99.9), latency.max))
end
