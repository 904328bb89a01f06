-- What wrk asks: the verification of an account taken at random, with the platform's key. look-up.lua IDS KEY
local ids = {}
local key

function init(args)
  for id in io.lines(args[1]) do ids[#ids + 1] = id end
  key = "Bearer " .. args[2]
  math.randomseed(os.time() + tonumber(tostring(ids):match("0x(%x+)"), 16) % 100000)
end

function request()
  return wrk.format("GET", "/v1/accounts/" .. ids[math.random(#ids)] .. "/verification", { Authorization = key })
end
