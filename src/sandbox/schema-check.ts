import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import schema from "../../schemas/tenant-file.schema.json" with { type: "json" };
import type { Definition, Dials, Event, Fault, RetryAfterForms, TenantFile } from "./schema.d.ts";

/** The schema is our own: that it is one is seen when it is compiled in strict mode, and need not be checked at every start. */
const OPTIONS = {
  allErrors: true,
  allowUnionTypes: true,
  validateSchema: false,
  formats: { regex: isRegularExpression },
};
const ajv = new Ajv2020(OPTIONS).addSchema(schema);

/** What becomes of a user's properties; what is left out stays. */
export interface UserChange {
  readonly userPrincipalName?: string;
  readonly accountEnabled?: boolean;
  /** Whether there is a Teams plan. */
  readonly teams?: boolean;
}

/** What the parts of the schema describe. */
interface Parts {
  readonly tenant: TenantFile;
  readonly dials: Dials;
  readonly fault: Fault;
  readonly event: Event;
  readonly definition: Definition;
  readonly limits: { readonly scale: number; readonly class?: keyof RetryAfterForms };
  readonly newId: { readonly id: string };
  readonly newMember: { readonly user?: string; readonly group?: string };
  readonly userChange: UserChange;
  readonly newVersion: { readonly version?: string };
  readonly lifecycle: { readonly event: string };
}

/**
 * A value that fits a part of `schemas/tenant-file.schema.json`. A part is compiled when it is first asked for: most
 * sandboxes are never turned from outside.
 * @throws what `refused` makes of everything that does not fit
 */
export function fitting<Name extends keyof Parts>(
  part: Name,
  value: unknown,
  refused: (errors: readonly ErrorObject[]) => Error,
): Parts[Name] {
  if (ajv.validate<Parts[Name]>(refTo(part), value)) return value;
  throw refused(ajv.errors ?? []);
}

/** The dials where nothing is said of them. */
export function defaultDials(): Required<Dials> {
  const value: unknown = {};
  const filling = new Ajv2020({ ...OPTIONS, useDefaults: true }).addSchema(schema);
  if (filling.validate<Required<Dials>>(refTo("dials"), value)) return value;
  throw new TypeError("there are dials without a default");
}

function refTo(part: keyof Parts): string {
  return part === "tenant" ? schema.$id : `${schema.$id}#/$defs/${part}`;
}

/** The `regex` format of the schema. */
function isRegularExpression(text: string): boolean {
  try {
    return new RegExp(text, "u").source !== "";
  } catch {
    return false;
  }
}
