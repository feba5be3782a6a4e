/** A tenant of so many users who have an app as desired, and the desired state that everybody is assigned to. */
export function alikeTenant(users: number): { readonly tenant: string; readonly desired: string } {
  return {
    tenant: `
tenantId: 6a5d1b7e-0c1f-4b44-9d0e-2f6f3c1d8a01
population:
  - { count: ${users}, upn: "user{n}@contoso.com", installations: [{ app: expenses, version: 2.4.0 }] }
catalog:
  - { name: expenses, externalId: cf1ba4c7-f94e-4d80-ba90-5594b641a8ee, definitions: [{ version: 2.4.0 }] }
`,
    desired: `
apiVersion: trueup/v1
tenant: 6a5d1b7e-0c1f-4b44-9d0e-2f6f3c1d8a01
apps:
  expenses: { manifestId: cf1ba4c7-f94e-4d80-ba90-5594b641a8ee }
assignments:
  - { app: expenses, version: latest, ensure: installed, to: [{ everyone: true }] }
`,
  };
}

const CATALOG = `catalog:
  - { name: expenses, externalId: cf1ba4c7-f94e-4d80-ba90-5594b641a8ee, definitions: [{ version: 2.4.0 }] }
`;

/** The principal name of one of so many users, counted from 1. */
export function userOf(number: number, users: number): string {
  return `user${String(number).padStart(String(users).length, "0")}@contoso.com`;
}

/** The name of one of so many groups, counted from 0. */
export function groupOf(index: number, groups: number): string {
  return `Group ${String(index).padStart(String(groups).length, "0")}`;
}

/** As {@link alikeTenant}, but everybody is in one of so many groups of one size, and the desired state names these. */
export function groupedTenant(users: number, groups: number): { readonly tenant: string; readonly desired: string } {
  const names = Array.from({ length: groups }, (_, index) => groupOf(index, groups));
  const size = users / groups;
  const memberships = names
    .map((name, index) => `{ name: ${name}, from: ${index * size + 1}, to: ${(index + 1) * size} }`)
    .join(", ");
  return {
    tenant: `
tenantId: 6a5d1b7e-0c1f-4b44-9d0e-2f6f3c1d8a01
population:
  - { count: ${users}, upn: "user{n}@contoso.com", groups: [${memberships}], installations: [{ app: expenses, version: 2.4.0 }] }
groups: [${names.map((name) => `{ name: ${name} }`).join(", ")}]
${CATALOG}`,
    desired: `
apiVersion: trueup/v1
tenant: 6a5d1b7e-0c1f-4b44-9d0e-2f6f3c1d8a01
apps:
  expenses: { manifestId: cf1ba4c7-f94e-4d80-ba90-5594b641a8ee }
assignments:
  - { app: expenses, version: latest, ensure: installed, to: [${names.map((name) => `{ group: ${name} }`).join(", ")}] }
`,
  };
}
