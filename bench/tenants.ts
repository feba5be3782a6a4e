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
