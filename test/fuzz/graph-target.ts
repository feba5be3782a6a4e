import { createServer, type ServerResponse } from "node:http";
import { once } from "node:events";
import { Agent } from "undici";
import { describeInOneLine } from "../../src/cli/failure.ts";
import { GraphError, SignInError } from "../../src/errors.ts";
import { createGraph, type Graph } from "../../src/graph/client.ts";
import { parseGraphRoot } from "../../src/graph/root.ts";
import { fixedToken } from "../../src/graph/token.ts";
import { virtualClock } from "../graph/virtual-clock.ts";
import type { Chance } from "./chance.ts";
import { hostileText, hostileValue } from "./hostile.ts";
import { mutateText, mutateValue } from "./mutate.ts";
import { rawIn, type Target } from "./target.ts";

const TOKEN = "the-token-of-this-campaign";
const USER = "4f1c0f3a-0000-4000-8000-000000000001";
const APP = "0d820ecd-0000-4000-8000-000000000002";
const MANIFEST = "cf1ba4c7-0000-4000-8000-000000000003";
const PERMISSIONS = {
  resourceSpecificPermissions: [{ permissionValue: "TeamsActivity.Send.User", permissionType: "application" }],
};

/** What is asked, and an answer as Graph gives it. */
const QUESTIONS: readonly [Question, ...Question[]] = [
  {
    ask: async ({ installations }) => installations.readInstallations(USER),
    answer: {
      value: [
        {
          id: "MDAwMA==",
          consentedPermissionSet: PERMISSIONS,
          teamsApp: { id: APP, externalId: MANIFEST, displayName: "Expenses", distributionMethod: "organization" },
          teamsAppDefinition: { id: "1", teamsAppId: APP, version: "2.4.0" },
        },
      ],
    },
  },
  {
    ask: async ({ installations }) => installations.readConsent(USER, "MDAwMA=="),
    answer: { value: [{ id: "MDAwMA==", consentedPermissionSet: PERMISSIONS }] },
  },
  {
    ask: async ({ catalog }) => catalog.readApp({ kind: "manifest", manifestId: MANIFEST }),
    answer: {
      value: [
        {
          id: APP,
          externalId: MANIFEST,
          displayName: "Expenses",
          distributionMethod: "organization",
          appDefinitions: [
            {
              id: "1",
              version: "2.4.0",
              publishingState: "published",
              authorization: { requiredPermissionSet: PERMISSIONS },
            },
          ],
        },
      ],
    },
  },
  {
    ask: async ({ directory }) => directory.findUsers(["adele@contoso.com"]),
    answer: {
      value: [
        {
          id: USER,
          userPrincipalName: "adele@contoso.com",
          accountEnabled: true,
          userType: "Member",
          assignedPlans: [],
        },
      ],
    },
  },
  {
    ask: async ({ directory }) => directory.findGroups("Finance"),
    answer: { value: [{ id: APP, displayName: "Finance" }] },
  },
  {
    ask: async ({ directory }) => wholeOf(directory.readMembers(APP)),
    answer: { value: [{ "@odata.type": "#microsoft.graph.user", id: USER, userPrincipalName: "adele@contoso.com" }] },
  },
  {
    ask: async ({ directory }) => wholeOf(directory.readAllUsers()),
    answer: { value: [{ id: USER, userPrincipalName: "adele@contoso.com", accountEnabled: true, userType: "Member" }] },
  },
  {
    ask: async (graph) => graph.readConsentSwitch(),
    answer: { isUserPersonalScopeResourceSpecificConsentEnabled: true },
  },
];

async function wholeOf<Item>(pages: AsyncIterable<readonly Item[]>): Promise<readonly Item[]> {
  const items: Item[] = [];
  for await (const page of pages) items.push(...page);
  return items;
}

interface Question {
  readonly ask: (graph: Graph) => Promise<unknown>;
  readonly answer: unknown;
}

type Reply = (response: ServerResponse) => void;

function nothing(response: ServerResponse): void {
  response.end();
}

/** Answers of Graph, or of something that stands in its place. */
export async function graphTarget(): Promise<Target> {
  let reply: Reply = nothing;
  const server = createServer((request, response) => {
    request.resume();
    reply(response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  const root = parseGraphRoot(`http://127.0.0.1:${address.port}/v1.0`);
  const dispatcher = new Agent();
  const clock = virtualClock({ runsByItself: true });
  return {
    name: "answer of Graph",
    async tryOne(chance) {
      const question = chance.pick(QUESTIONS);
      reply = hostileReply(question.answer, chance);
      const graph = createGraph({
        root,
        dispatcher,
        tokenSource: fixedToken(TOKEN),
        clock,
        random: () => 0.5,
        limitsScale: 1000,
      });
      try {
        await question.ask(graph);
        return null;
      } catch (error) {
        if (!(error instanceof GraphError || error instanceof SignInError)) throw error;
        const told = describeInOneLine(error);
        return told.includes(TOKEN) ? "the token is in the message" : rawIn(told);
      }
    },
    async close() {
      await dispatcher.destroy();
      server.closeAllConnections();
      server.close();
    },
  };
}

/** The same for each attempt, so that a read which is repeated meets it again. */
function hostileReply(answer: unknown, chance: Chance): Reply {
  const status = chance.onceIn(4)
    ? chance.pick([200, 201, 204, 302, 400, 401, 403, 404, 409, 412, 429, 500, 503, 504])
    : 200;
  const value = mutateValue(answer, chance);
  const plain = JSON.stringify(chance.onceIn(6) ? { error: hostileValue(chance) } : value) ?? "";
  const text = chance.onceIn(3) ? mutateText(plain, [plain], chance) : plain;
  const headers: Record<string, string> = {};
  for (const name of [
    "retry-after",
    "request-id",
    "date",
    "x-ms-throttle-limit-percentage",
    "location",
    "content-type",
  ]) {
    if (chance.onceIn(6))
      headers[name] = hostileText(chance)
        .replaceAll(/[^\t\x20-\x7E\x80-\xFF]/g, "?")
        .slice(0, 200);
  }
  const breaks = chance.onceIn(30);
  return (response) => {
    response.writeHead(status, headers);
    if (!breaks) response.end(text);
    else response.write(text.slice(0, 20), () => response.destroy());
  };
}
