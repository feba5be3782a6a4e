import { describeInOneLine } from "../../src/cli/failure.ts";
import { GraphError, SignInError } from "../../src/errors.ts";
import type { Graph } from "../../src/graph/client.ts";
import type { Chance } from "./chance.ts";
import { hostileText, hostileValue } from "./hostile.ts";
import { openGraph, type Reply, TOKEN } from "./graph-server.ts";
import { mutateText, mutateValue } from "./mutate.ts";
import { rawIn, type Target } from "./target.ts";

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

/** Answers of Graph, or of something that stands in its place. */
export async function graphTarget(): Promise<Target> {
  const graph = await openGraph();
  return {
    async tryOne(chance) {
      const { ask, answer } = chance.pick(QUESTIONS);
      try {
        await graph.ask(ask, hostileReply(answer, chance));
        return null;
      } catch (error) {
        if (!(error instanceof GraphError || error instanceof SignInError)) throw error;
        const told = describeInOneLine(error);
        return told.includes(TOKEN) ? "the token is in the message" : rawIn(told);
      }
    },
    close: graph.close,
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
