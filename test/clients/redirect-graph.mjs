// Loaded before another program: it reaches graph.microsoft.com at a port of this machine, and nothing else at all.
import net from "node:net";
import process from "node:process";

const port = Number(process.env["STAND_IN_PORT"]);
const connect = Reflect.get(net.Socket.prototype, "connect");

net.Socket.prototype.connect = function (...given) {
  // Node's own callers give one list that holds options and listener.
  const [options, listener] = Array.isArray(given[0]) ? given[0] : given;
  if (options.host !== "graph.microsoft.com") throw new Error(`only the stand-in can be reached, not ${options.host}`);
  return Reflect.apply(connect, this, [{ ...options, host: "127.0.0.1", port }, listener ?? undefined]);
};
