// (a) One user after the other: read, put right, read again, with the chain of middleware that the SDK makes by default.
// As in https://github.com/microsoftgraph/msgraph-sdk-javascript/blob/dev/docs/Actions.md
import { createClient } from "./client.mjs";
import { isRight, MOST_ROUNDS, readJob, readPath, report, writeOf } from "./job.mjs";

const client = createClient();
const { app, users } = await readJob(client);
let unverified = 0;
for (const user of users) {
  if (!(await putRight(user))) unverified += 1;
}
report(unverified);

async function putRight(user) {
  for (let round = 1; round <= MOST_ROUNDS; round += 1) {
    try {
      const found = await client.api(readPath(user, app)).get();
      const [installation] = found.value;
      if (isRight(installation, app)) return true;
      const { path, body } = writeOf(user, app, installation);
      await client.api(path).post(body);
    } catch (error) {
      console.error(`${user}: ${error.message}`);
    }
  }
  return false;
}
