import { stringify } from "yaml";
import type { Lock } from "../model/lock.ts";

const HEADING = `# Which definition of each app was reviewed. "trueup lock" writes this file; nobody edits it by hand.
# A definition that is offered and does not stand here reaches nobody. docs/lock.md says how to review a change of this file.
`;

/** A lock file: the same lock gives the same bytes, apps and permissions sorted, every text in quotes. */
export function lockText({ tenantId, apps }: Lock): string {
  const sorted = [...apps].sort(([a], [b]) => (a < b ? -1 : 1));
  const entries = sorted.map(([name, { catalogId, version, clientAppId, permissions, bot, digest, firstSeen }]) => [
    name,
    {
      catalogId,
      version,
      clientAppId,
      permissions: permissions.map(({ value, type }) => ({ value, type })),
      bot,
      digest,
      firstSeen,
    },
  ]);
  const value = { lockVersion: 1, tenant: tenantId, apps: Object.fromEntries(entries) };
  return `${HEADING}${stringify(value, { lineWidth: 0, defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "PLAIN" })}`;
}
