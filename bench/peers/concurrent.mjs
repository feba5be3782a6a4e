// (b) The same with 20 requests in flight, and the SDK's RetryHandler told to be as patient as it can be: with 3 tries, its
// default, throttled requests would be given up.
// As in https://github.com/microsoftgraph/msgraph-sdk-javascript/blob/dev/docs/CustomMiddlewareChain.md
//
// Everybody is read, then what is wrong is put right, then that is read again, until nothing is wrong: `--user-by-user`
// takes one user through all of it before the next one.
import process from "node:process";
import { RetryHandlerOptions } from "@microsoft/microsoft-graph-client";
import { createClient } from "./client.mjs";
import { isRight, MOST_ROUNDS, readJob, readPath, report, writeOf } from "./job.mjs";

const IN_FLIGHT = 20;
const DELAY_SECONDS = 3;
const MOST_RETRIES = 10;

const client = createClient(new RetryHandlerOptions(DELAY_SECONDS, MOST_RETRIES));
const { app, users } = await readJob(client);
report(process.argv.includes("--user-by-user") ? await oneByOne() : await allTogether());

async function allTogether() {
  let open = users.map((user) => ({ user }));
  for (let round = 1; round <= MOST_ROUNDS && open.length > 0; round += 1) {
    const readings = await inParallel(open, async ({ user }) => ({ user, ...(await read(user)) }));
    open = readings.filter(({ right }) => !right);
    await inParallel(
      open.filter(({ isRead }) => isRead),
      ({ user, installation }) => write(user, installation),
    );
  }
  return open.length;
}

async function oneByOne() {
  const verified = await inParallel(users, async (user) => {
    for (let round = 1; round <= MOST_ROUNDS; round += 1) {
      const { isRead, right, installation } = await read(user);
      if (right) return true;
      if (isRead) await write(user, installation);
    }
    return false;
  });
  return verified.filter((isVerified) => !isVerified).length;
}

async function read(user) {
  try {
    const found = await client.api(readPath(user, app)).get();
    const [installation] = found.value;
    return { isRead: true, right: isRight(installation, app), installation };
  } catch (error) {
    console.error(`${user}: ${error.message}`);
    return { isRead: false, right: false };
  }
}

/** What became of it is for the next reading to say. */
async function write(user, installation) {
  const { path, body } = writeOf(user, app, installation);
  try {
    await client.api(path).post(body);
  } catch (error) {
    console.error(`${user}: ${error.message}`);
  }
}

async function inParallel(items, work) {
  const results = Array.from({ length: items.length });
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
  return results;
}
