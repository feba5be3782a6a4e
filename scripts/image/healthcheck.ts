// The HEALTHCHECK of the image: asks /healthz where the first process of the container listens; other commands are healthy while they run.
import { readFile } from "node:fs/promises";
import { get } from "node:http";
import process from "node:process";
import { listenedAt } from "./listened-at.ts";

const PATIENCE_MS = 4_000;

const commandLine = (await readFile("/proc/1/cmdline", "utf8")).split("\0").slice(0, -1);
const listens = await listenedAt(commandLine);
if (listens !== null) {
  const { host, port } = listens;
  const request = get({ host, port, path: "/healthz" }, (response) => {
    response.resume();
    if (response.statusCode !== 200) fail(`answered ${response.statusCode ?? "nothing"}`);
  });
  request.setTimeout(PATIENCE_MS, () => request.destroy(new Error(`no answer within ${PATIENCE_MS} ms`)));
  request.on("error", ({ message }) => fail(message));
}

function fail(why: string): void {
  process.stderr.write(`${listens?.host}:${listens?.port}/healthz: ${why}\n`);
  process.exitCode = 1;
}
