-- For wrk: sends the lines of a file, `kind<TAB>path`, in their order, each thread from a place of its own, and writes
-- down how long each took: one line a request, `kind<TAB>status<TAB>microseconds`. A thread has one connection, so the
-- answer that comes is that to the last request.
local ffi = require("ffi")
ffi.cdef [[
typedef struct { long tv_sec; long tv_nsec; } kg_time;
int clock_gettime(int clock, kg_time *into);
]]
local now_at = ffi.new("kg_time")

local function microseconds()
   ffi.C.clock_gettime(1, now_at) -- CLOCK_MONOTONIC
   return tonumber(now_at.tv_sec) * 1e6 + tonumber(now_at.tv_nsec) / 1e3
end

local threads = 0

function setup(thread)
   thread:set("number", threads)
   threads = threads + 1
end

function init(arguments)
   kinds, paths, at = {}, {}, 0
   for line in io.lines(arguments[1]) do
      local kind, path = line:match("^(.-)\t(.*)$")
      kinds[#kinds + 1], paths[#paths + 1] = kind, path
   end
   at = math.floor(number * #paths / tonumber(arguments[3])) -- the same kinds from all at once would be no mix
   log = io.open(arguments[2] .. "." .. number, "w")
end

function request()
   at = at % #paths + 1
   began = microseconds()
   return wrk.format("GET", paths[at])
end

function response(status)
   log:write(kinds[at], "\t", status, "\t", string.format("%.0f", microseconds() - began), "\n")
   log:flush()
end

function done(summary)
   local e = summary.errors
   io.write(string.format("requests %d connect %d read %d write %d status %d timeout %d\n",
      summary.requests, e.connect, e.read, e.write, e.status, e.timeout))
end
