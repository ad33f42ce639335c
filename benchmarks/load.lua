-- Sends the requests of a file, one a line: method, path, version or "-", body.
-- A body that has a version has two %d: a value, and the version, which grows with every pass.
local requests, asked = {}, 0

function init(args)
  for line in io.lines(args[1]) do
    local method, path, version, body = line:match("^(%S+) (%S+) (%S+) ?(.*)$")
    local one = { method = method, path = path, version = tonumber(version), body = body }
    if not one.version then
      one.whole = wrk.format(method, path, nil, body ~= "" and body or nil)
    end
    requests[#requests + 1] = one
  end
end

-- wrk asks once before it starts, and does not send what it is given then
function request()
  local number = math.max(asked - 1, 0)
  local one, passed = requests[number % #requests + 1], math.floor(number / #requests)
  asked = asked + 1
  if one.whole then return one.whole end
  local version = one.version + passed
  local body = one.body:format(60 + version % 60, version)
  return wrk.format(one.method, one.path, nil, body)
end

function done(summary, latency)
  local errors = summary.errors
  local unanswered = errors.connect + errors.read + errors.write + errors.timeout
  local failed = unanswered + errors.status
  print(string.format("figures %d %f %f %f %d", summary.requests + unanswered, summary.duration / 1e6,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, failed))
end
