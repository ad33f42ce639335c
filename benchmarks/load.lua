-- Sends the requests of a file, one a line: method, path, body.
local requests, asked = {}, 0

function init(args)
  for line in io.lines(args[1]) do
    local method, path, body = line:match("^(%S+) (%S+) ?(.*)$")
    requests[#requests + 1] = wrk.format(method, path, nil, body ~= "" and body or nil)
  end
end

-- wrk asks once before it starts, and does not send what it is given then
function request()
  local place = math.max(asked - 1, 0) % #requests + 1
  asked = asked + 1
  return requests[place]
end

function done(summary, latency)
  local errors = summary.errors
  local failed = errors.status + errors.connect + errors.read + errors.write + errors.timeout
  print(string.format("figures %f %f %f %d", summary.requests / summary.duration * 1e6,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, failed))
end
