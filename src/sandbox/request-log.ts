/** One request that the sandbox received, for oracles: what a client really did, whatever it says. */
export interface RequestRecord {
  readonly method: string;
  /** Below the root, decoded, with its query: `/users/1f…/teamwork/installedApps?$expand=teamsApp`. */
  readonly path: string;
  /** As sent, below the root: not decoded. */
  readonly rawPath: string;
  /** Parsed JSON; null without a body, its text when it is no JSON. */
  readonly body: unknown;
  /** Null while there is no answer, and when the connection was broken instead. */
  status: number | null;
  /** Parsed JSON of the answer; null without one. */
  answer: unknown;
  /** Milliseconds since the epoch, by the sandbox's clock. */
  readonly atMs: number;
}

/** Whether the request asks for a change, whatever came of it. A batch does not: its parts are recorded on their own. */
export function isWrite(record: RequestRecord): boolean {
  return record.method !== "GET" && record.path !== "/$batch";
}

/** The user that the path of a request names, as it is named there: an id or a principal name; null when it names none. */
export function userIn(record: Pick<RequestRecord, "path">): string | null {
  return (
    /^\/users(?:\/([^/?]+)|\('([^']+)'\))/
      .exec(record.path)
      ?.slice(1)
      .find((name) => name !== undefined) ?? null
  );
}
