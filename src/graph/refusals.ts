import type { OutcomeCode } from "../model/reasons.ts";
import type { GraphWords } from "./failures.ts";

/** One way to tell a refused write from others. All that is given must fit; the first row that fits wins. */
interface RefusalPattern {
  readonly explains: OutcomeCode;
  /** HTTP status; left out where no source names it. */
  readonly status?: number;
  /** One of Graph's codes, outer or inner, without regard to case. */
  readonly graphCode?: string;
  /** Words in one of the messages. Graph promises nothing about them, so they may explain and never decide. */
  readonly words?: RegExp;
  readonly source: string;
}

/** How Graph's refusals of writes are explained. A row explains a refusal; nothing here can make a success of one. */
const REFUSAL_PATTERNS: readonly RefusalPattern[] = [
  {
    explains: "blocked-by-policy",
    status: 403,
    words: /blocked by app permission policy/i,
    source: "https://github.com/OfficeDev/microsoft-teams-apps-company-communicator/issues/1537",
  },
  {
    explains: "permanent-app",
    status: 403,
    words: /not allowed on a permanent app/i,
    source: "https://github.com/pnp/cli-microsoft365/blob/main/src/m365/teams/commands/user/user-app-upgrade.spec.ts",
  },
  {
    explains: "admin-preinstalled",
    graphCode: "AppIsTenantAdminPreinstalled",
    source: "https://github.com/microsoftgraph/microsoft-graph-docs/issues/13146",
  },
  {
    explains: "admin-preinstalled",
    words: /AppIsTenantAdminPreinstalled|explicitly preinstalled by the tenant admin/i,
    source: "https://github.com/microsoftgraph/microsoft-graph-docs/issues/13146",
  },
  {
    explains: "consent-mismatch",
    status: 400,
    graphCode: "ResourceSpecificPermissionsMismatch",
    source: "https://github.com/byte5ai/omadia-m365-connector",
  },
  {
    explains: "role-missing",
    status: 403,
    words: /missing (?:role|scope) permissions on the request/i,
    source: "https://github.com/MicrosoftDocs/office-docs-powershell/issues/8399",
  },
  {
    explains: "role-too-narrow",
    status: 403,
    words: /is not allowed to manage the Teams App/i,
    source: "https://github.com/microsoftgraph/microsoft-graph-docs-contrib/issues/478",
  },
  {
    explains: "role-too-narrow",
    status: 403,
    words: /caller (?:is not|isn't) authori[sz]ed/i,
    source: "https://github.com/MicrosoftDocs/msteams-docs/issues/10282",
  },
  {
    explains: "consent-role-missing",
    status: 412,
    words: /IsUserAuthorizedToGrant/i,
    source: "https://github.com/microsoftgraph/microsoft-graph-docs-contrib/issues/322",
  },
  {
    explains: "consent-role-missing",
    graphCode: "IsUserAuthorizedToGrantGroupResourceSpecificPermissionsRequest",
    source: "https://github.com/microsoftgraph/microsoft-graph-docs-contrib/issues/322",
  },
  {
    explains: "not-stored",
    status: 400,
    words: /schema validation errors?/i,
    source: "https://github.com/microsoftgraph/microsoft-graph-docs/issues/20972",
  },
  {
    explains: "role-missing",
    status: 403,
    graphCode: "Authorization_RequestDenied",
    source: "https://learn.microsoft.com/graph/json-batching",
  },
];

/** The outcome code that explains a refused write; where nothing in the answer does, what its status alone says. */
export function explainRefusal(status: number, words: Pick<GraphWords, "codes" | "messages">): OutcomeCode {
  return REFUSAL_PATTERNS.find((pattern) => fits(pattern, status, words))?.explains ?? unexplained(status);
}

/**
 * What nobody has documented. A 412 was seen where the token could not grant the consent, with and without words that say
 * so (https://github.com/microsoftgraph/microsoft-graph-docs-contrib/issues/322), and a 409 on installs of what was there.
 */
function unexplained(status: number): OutcomeCode {
  if (status === 412) return "precondition-failed";
  return status === 409 ? "conflict" : "refused";
}

function fits(pattern: RefusalPattern, status: number, words: Pick<GraphWords, "codes" | "messages">): boolean {
  if (pattern.status !== undefined && pattern.status !== status) return false;
  const graphCode = pattern.graphCode?.toLowerCase();
  if (graphCode !== undefined && !words.codes.some((code) => code.toLowerCase() === graphCode)) return false;
  const { words: text } = pattern;
  return text === undefined || words.messages.some((message) => text.test(message));
}
