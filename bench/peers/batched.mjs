// (c) The same with 20 requests in each `$batch`, made and read with the SDK's BatchRequestContent and BatchResponseContent.
// As in https://github.com/microsoftgraph/msgraph-sdk-javascript/blob/dev/docs/content/Batching.md
//
// Requests of a batch that are throttled are sent anew in another batch, after the longest time that Graph named, as
// https://learn.microsoft.com/graph/throttling#throttling-and-batching has it: the SDK repeats batches as a whole only.
//
// Everybody is read, then what is wrong is put right, then that is read again, until nothing is wrong: `--user-by-user`
// takes 20 users through all of it before the next 20.
import process from "node:process";
import { setTimeout } from "node:timers/promises";
import { BatchRequestContent, BatchResponseContent } from "@microsoft/microsoft-graph-client";
import { createClient } from "./client.mjs";
import { isRight, MOST_ROUNDS, readJob, readPath, report, writeOf } from "./job.mjs";

const IN_A_BATCH = 20;
const MOST_RETRIES = 10;
const DELAY_SECONDS = 3;
/** A Request needs an origin; BatchRequestContent takes it away again. */
const ORIGIN = "https://graph.microsoft.com";

const client = createClient();
const { app, users } = await readJob(client);
let unverified = 0;
for (const some of process.argv.includes("--user-by-user") ? chunksOf(users) : [users]) {
  unverified += await putRight(some);
}
report(unverified);

async function putRight(some) {
  let open = some;
  for (let round = 1; round <= MOST_ROUNDS && open.length > 0; round += 1) {
    const answers = await sendAll(
      open.map((user) => ({ id: user, request: new Request(ORIGIN + readPath(user, app)) })),
    );
    const readings = await Promise.all(open.map(async (user) => ({ user, ...(await readingOf(answers.get(user))) })));
    const wrong = readings.filter(({ right }) => !right);
    await sendAll(wrong.filter(({ isRead }) => isRead).map(({ user, installation }) => writeStep(user, installation)));
    open = wrong.map(({ user }) => user);
  }
  return open.length;
}

async function readingOf(answer) {
  if (!answer?.ok) return { isRead: false, right: false };
  const found = await answer.json();
  const [installation] = found.value;
  return { isRead: true, right: isRight(installation, app), installation };
}

function writeStep(user, installation) {
  const { path, body } = writeOf(user, app, installation);
  const headers = { "Content-Type": "application/json" };
  return { id: user, request: new Request(ORIGIN + path, { method: "POST", headers, body: JSON.stringify(body) }) };
}

/** The answer to each step by its id; what is throttled to the end has none. */
async function sendAll(steps) {
  const answers = new Map();
  for (const chunk of chunksOf(steps)) {
    let left = chunk;
    for (let retry = 0; left.length > 0 && retry <= MOST_RETRIES; retry += 1) {
      const content = await new BatchRequestContent(left).getContent();
      const responses = new BatchResponseContent(await client.api("/$batch").post(content));
      const throttled = left.filter(({ id }) => responses.getResponseById(id).status === 429);
      for (const step of left) if (!throttled.includes(step)) answers.set(step.id, responses.getResponseById(step.id));
      if (throttled.length > 0) await setTimeout(1000 * longestWait(throttled, responses));
      left = throttled;
    }
  }
  return answers;
}

function longestWait(steps, responses) {
  return Math.max(
    ...steps.map(({ id }) => Number(responses.getResponseById(id).headers.get("Retry-After") ?? DELAY_SECONDS)),
  );
}

function chunksOf(items) {
  const starts = Array.from({ length: Math.ceil(items.length / IN_A_BATCH) }, (_, index) => index * IN_A_BATCH);
  return starts.map((start) => items.slice(start, start + IN_A_BATCH));
}
