import type { RequestClass } from "./throttle.ts";

/** How the time to wait is given with a 429. */
export type RetryAfterForm = "seconds" | "fraction" | "date" | "none";

/** What no source settles, or what differs from tenant to tenant; `docs/sandbox.md` has a line for each. */
export interface Dials {
  /** Milliseconds before each answer. */
  readonly latencyMs: number;
  /** Milliseconds until reads show a write. */
  readonly lagMs: number;
  /** Installations a page. */
  readonly pageSize: number;
  /** What the list does with `$select=consentedPermissionSet`: shows it, leaves it out, answers 400, or shows it without the expansions. */
  readonly consentOnList: "shown" | "ignored" | "refused" | "drops-expand";
  /** A single read is an object, or an object in a list of one, as one sample has it. */
  readonly singleRead: "object" | "wrapped";
  /** An upgrade of what is already the newest: takes the consent, changes nothing, or answers 400. Never goes back. */
  readonly upgradeWhenCurrent: "consents" | "nothing" | "refused";
  /** What is recorded where a set of delegated permissions was left out. */
  readonly consentWhenLeftOut: "none" | "required";
  /** A removal of what is not installed. */
  readonly removalWhenAbsent: "not-found" | "accepted";
  /** The list for a well-formed object id of nobody. */
  readonly listForUnknownId: "not-found" | "empty";
  /** An install for an account without a usable Teams plan. */
  readonly installWithoutTeams: "accepted" | "not-found";
  /** Members of a hidden group, for a JWT without `Member.Read.Hidden`. */
  readonly hiddenMembers: "empty" | "refused";
  /** Which definitions the catalog shows, and in which order. */
  readonly definitions: "as-listed" | "reversed" | "offered-only";
  /** How answers spell permission types. */
  readonly permissionTypes: "lower" | "pascal";
  /** The refusal of a token that lacks a role: with the roles, or the bare `UnknownError` that some reports show. */
  readonly missingRole: "explained" | "unexplained";
  /** Tokens that are accepted; null: any. */
  readonly acceptedTokens: readonly string[] | null;
  readonly retryAfter: RetryAfterForm | Partial<Readonly<Record<RequestClass, RetryAfterForm>>>;
  /** The time to wait that every 429 names, in milliseconds; null: as long as it takes until requests pass again. */
  readonly retryAfterMs: number | null;
  /** Which answers tell, from 0.8 on, what share of the limit is used. */
  readonly limitPercentage: "directory" | "everywhere" | "nowhere";
  /** Whether a write that is answered with 429 was carried out all the same. */
  readonly throttledWrites: "refused" | "done";
}

/** The dials of a sandbox that was told nothing. */
export const DEFAULT_DIALS: Dials = {
  latencyMs: 0,
  lagMs: 0,
  pageSize: 100,
  consentOnList: "shown",
  singleRead: "object",
  upgradeWhenCurrent: "consents",
  consentWhenLeftOut: "none",
  removalWhenAbsent: "not-found",
  listForUnknownId: "not-found",
  installWithoutTeams: "accepted",
  hiddenMembers: "empty",
  definitions: "as-listed",
  permissionTypes: "lower",
  missingRole: "explained",
  acceptedTokens: null,
  retryAfter: "seconds",
  retryAfterMs: null,
  limitPercentage: "directory",
  throttledWrites: "refused",
};

const RETRY_AFTER_FORM = { type: "string", enum: ["seconds", "fraction", "date", "none"] } as const;
const MILLISECONDS = { type: "number", minimum: 0 } as const;

function choice(...values: readonly string[]) {
  return { type: "string", enum: values } as const;
}

/** JSON Schema of the dials, for the tenant file and the control endpoint. */
export const DIALS_SCHEMA = {
  type: "object",
  additionalProperties: false,
  properties: {
    latencyMs: MILLISECONDS,
    lagMs: MILLISECONDS,
    pageSize: { type: "integer", minimum: 1 },
    consentOnList: choice("shown", "ignored", "refused", "drops-expand"),
    singleRead: choice("object", "wrapped"),
    upgradeWhenCurrent: choice("consents", "nothing", "refused"),
    consentWhenLeftOut: choice("none", "required"),
    removalWhenAbsent: choice("not-found", "accepted"),
    listForUnknownId: choice("not-found", "empty"),
    installWithoutTeams: choice("accepted", "not-found"),
    hiddenMembers: choice("empty", "refused"),
    definitions: choice("as-listed", "reversed", "offered-only"),
    permissionTypes: choice("lower", "pascal"),
    missingRole: choice("explained", "unexplained"),
    acceptedTokens: { anyOf: [{ type: "null" }, { type: "array", items: { type: "string" } }] },
    retryAfter: {
      anyOf: [
        RETRY_AFTER_FORM,
        {
          type: "object",
          additionalProperties: false,
          properties: {
            "installation-reads": RETRY_AFTER_FORM,
            "installation-writes": RETRY_AFTER_FORM,
            removals: RETRY_AFTER_FORM,
            catalog: RETRY_AFTER_FORM,
            directory: RETRY_AFTER_FORM,
          },
        },
      ],
    },
    retryAfterMs: { anyOf: [{ type: "null" }, MILLISECONDS] },
    limitPercentage: choice("directory", "everywhere", "nowhere"),
    throttledWrites: choice("refused", "done"),
  },
} as const;
