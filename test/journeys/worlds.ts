/** The ids and texts that the journeys share. */
export const EXPENSES = "0d820ecd-0000-4000-8000-00000000e001";
/** The id after the app was uploaded anew. */
export const REUPLOADED = "0d820ecd-0000-4000-8000-00000000e002";
export const EXPENSES_MANIFEST = "cf1ba4c7-f94e-4d80-ba90-5594b641a8ee";

/** A small tenant: Finance with nested Interns, and Sales; expenses 2.1.0 is installed and 2.4.0 offered. */
export const TENANT = `
users:
  - { upn: adele@contoso.com }
  - { upn: ben@contoso.com }
  - { upn: cleo@contoso.com }
  - { upn: dana@contoso.com }
groups:
  - { name: Finance, members: [{ user: adele@contoso.com }, { user: ben@contoso.com }, { group: Interns }] }
  - { name: Interns, members: [{ user: cleo@contoso.com }] }
  - { name: Sales, members: [{ user: dana@contoso.com }] }
catalog:
  - name: expenses
    id: ${EXPENSES}
    externalId: ${EXPENSES_MANIFEST}
    definitions:
      - { version: 2.1.0 }
      - { version: 2.4.0, permissions: [{ value: TeamsActivity.Send.User }] }
installations:
  adele@contoso.com: [{ app: expenses, version: 2.1.0 }]
  ben@contoso.com: [{ app: expenses, version: 2.1.0 }]
  cleo@contoso.com: [{ app: expenses, version: 2.1.0 }]
`;

/** The app, with what is approved for it. */
export function apps(permissions: readonly string[] = ["TeamsActivity.Send.User"]): string {
  return `
apiVersion: trueup/v1
apps:
  expenses:
    manifestId: ${EXPENSES_MANIFEST}
    permissions: [${permissions.join(", ")}]
`;
}

/** Finance is brought to an accepted version. */
export const FINANCE = `
apiVersion: trueup/v1
assignments:
  - app: expenses
    version: latest
    to: [{ group: Finance }]
`;

export const POLICY = `
apiVersion: trueup/v1
policy: { maxRemovals: 10 }
`;
