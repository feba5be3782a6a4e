import { EXPENSES, EXPENSES_MANIFEST } from "../worlds.ts";
import { apps, FINANCE } from "../worlds.ts";

/** People of the tenant: two in the group IT, the others in nothing. */
export const IT = ["it1@contoso.com", "it2@contoso.com"] as const;
export const OTHERS = Array.from({ length: 18 }, (_, index) => `p${index + 1}@contoso.com`);
export const EVERYBODY = [...IT, ...OTHERS];

/** Twenty people who have 2.1.0 of an app, of which 2.4.0 is offered. */
export const TENANT = `
users:
${EVERYBODY.map((upn) => `  - { upn: ${upn} }`).join("\n")}
groups:
  - { name: IT, members: [${IT.map((upn) => `{ user: ${upn} }`).join(", ")}] }
  - { name: Finance, members: [${EVERYBODY.map((upn) => `{ user: ${upn} }`).join(", ")}] }
catalog:
  - name: expenses
    id: ${EXPENSES}
    externalId: ${EXPENSES_MANIFEST}
    definitions:
      - { version: 2.1.0 }
      - { version: 2.4.0, permissions: [{ value: TeamsActivity.Send.User }] }
installations:
${EVERYBODY.map((upn) => `  ${upn}: [{ app: expenses, version: 2.1.0 }]`).join("\n")}
`;

/** A rollout in three rings; `more` is added to it. */
export function rollouts(more = "", pilot = "share: 25%"): string {
  return `
apiVersion: trueup/v1
rollouts:
  expenses:
    rings:
      - { name: it, to: [{ group: IT }], soak: 4h, proof: none }
      - { name: pilot, ${pilot}, soak: 24h, proof: none }
      - { name: everyone }
${more}`;
}

export const DESIRED = {
  "apps.yaml": apps(),
  "finance.yaml": FINANCE,
  "policy.yaml": "apiVersion: trueup/v1\npolicy: { maxChanges: 100%, maxRemovals: 100% }\n",
  "rollouts.yaml": rollouts(),
};
