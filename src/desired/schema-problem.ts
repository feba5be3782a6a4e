import type { ErrorObject } from "ajv";
import { InternalError } from "../errors.ts";
import { didYouMean, shown } from "./did-you-mean.ts";
import { oddCharacter } from "./odd-characters.ts";
import { type Code, errorAt, type Problem } from "./problem.ts";
import type { Path, YamlFile } from "./yaml-file.ts";

/** What to do with a lock file that cannot be used; `trueup lock` refuses it as every command does. */
export const LOCK_AFRESH =
  "bring the file back as it was, or delete it and run trueup lock, and have what it changes reviewed";

/** Says in words what the schema found at a place of a file. */
export function schemaProblem(error: ErrorObject, path: Path, file: YamlFile): Problem {
  switch (error.keyword) {
    case "additionalProperties":
      return unknownKey(error, path, file);
    case "required": {
      const missing = String(error.params["missingProperty"]);
      return errorAt(
        path.length === 0 ? file.valueAt(path) : file.keyAt(path),
        "missing-key",
        `"${missing}" is missing in ${path.length === 0 ? "the file" : where(path)}`,
        {
          hint: `add ${missing}`,
        },
      );
    }
    case "propertyNames":
      return badPropertyName(error, path, file);
    case "type":
    case "oneOf":
      return wrongType(error, path, file);
    case "pattern":
      return badText(error, path, file);
    default:
      return invalidValue(error, path, file);
  }
}

function unknownKey(error: ErrorObject, path: Path, file: YamlFile): Problem {
  const key = String(error.params["additionalProperty"]);
  const known = Object.keys(objectAt(error.parentSchema, "properties"));
  const place = path.length === 0 ? "" : ` in ${where(path)}`;
  return errorAt(file.keyAt([...path, key]), "unknown-key", `unknown key ${shown(key)}${place}`, {
    hint: otherName(key, known) ?? didYouMean(key, known) ?? `allowed are ${known.join(", ")}`,
  });
}

/** Keys under which manifests and other tools say the same. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  name: "value",
  permission: "value",
  permissionvalue: "value",
  permissiontype: "type",
  id: "manifestId",
  externalid: "manifestId",
};

function otherName(key: string, known: readonly string[]): string | null {
  const name = OTHER_NAMES[key.toLowerCase()];
  return name !== undefined && known.includes(name) ? `did you mean "${name}"?` : null;
}

function badPropertyName(error: ErrorObject, path: Path, file: YamlFile): Problem {
  const key = String(error.params["propertyName"]);
  const { what, hint } = NAMED[String(path.at(-1))] ?? { what: "an app", hint: APP_NAME_HINT };
  return errorAt(file.keyAt([...path, key]), "invalid-name", `${shown(key)} cannot be the name of ${what}`, { hint });
}

const APP_NAME_HINT = "use small letters, digits and dashes, beginning with a letter or digit";

/** By the section whose keys are names. */
const NAMED: Readonly<Record<string, { readonly what: string; readonly hint: string }>> = {
  windows: { what: "a window", hint: APP_NAME_HINT },
  tenants: { what: "a tenant", hint: APP_NAME_HINT },
  labels: { what: "a label", hint: "use small letters, digits and low lines, beginning with a letter" },
};

function wrongType(error: ErrorObject, path: Path, file: YamlFile): Problem {
  const at = file.valueAt(path);
  const source = file.sourceAt(path) ?? "";
  const text = textOf(error);
  if (typeof error.data === "number" && text?.isFigure === true) {
    return errorAt(at, text.code, `${source} ${text.message}`, { hint: text.hint });
  }
  if (typeof error.data === "number" && isVersion(path)) {
    return errorAt(at, "version-is-number", `the version ${source} is read as the number ${error.data}`, {
      hint: `quote it: "${source}"`,
    });
  }
  const wanted = error.keyword === "oneOf" ? describeChoice(error) : describeType(error);
  const isScalarForText = wanted === "a text" && (typeof error.data === "number" || typeof error.data === "boolean");
  const hint = isScalarForText
    ? `quote it: "${source}"`
    : error.data === null
      ? path.length === 0
        ? "bring the file back as it was, or delete it"
        : "give it a value, or take the line out"
      : path.at(-1) === "permissions"
        ? "write one line for each: - { value: TeamsActivity.Send.User, type: application }"
        : `write ${wanted}`;
  const what = path.length === 0 ? "the file" : where(path);
  return errorAt(at, "wrong-type", `${what} must be ${wanted}, and is ${describe(error.data)}`, { hint });
}

function describeType(error: ErrorObject): string {
  const type = String(error.params["type"]);
  const described = TYPES[type];
  if (described === undefined) throw new InternalError(`there are no words for the type ${type} of the schema`);
  return described;
}

const TYPES: Readonly<Record<string, string>> = {
  string: "a text",
  object: "a mapping",
  array: "a list",
  boolean: "true or false",
  integer: "a whole number",
  number: "a number",
};

function describeChoice(error: ErrorObject): string {
  const description: unknown = error.parentSchema?.["description"];
  if (typeof description !== "string") throw new InternalError(`${error.schemaPath} does not say what can be chosen`);
  return description.slice(0, 1).toLowerCase() + description.slice(1).replace(/\.$/, "");
}

function describe(value: unknown): string {
  if (value === null) return "empty";
  return typeof value === "string" ? `the text ${shown(value)}` : shown(value);
}

function badText(error: ErrorObject, path: Path, file: YamlFile): Problem {
  const text = textOf(error);
  if (text === undefined) throw new InternalError(`there are no words for a text that ${error.schemaPath} refuses`);
  const written = String(error.data);
  const hint = (text.code === "invalid-id" ? idWithin(written) : null) ?? oddWithin(written) ?? text.hint;
  return errorAt(file.valueAt(path), text.code, `${shown(error.data)} ${text.message}`, { hint });
}

const ID_WITHIN =
  /(?<![0-9a-f])([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})(?![0-9a-f])/i;

/** What to write where an id stands in braces, in an address, in typographic quotes, or without its dashes. */
function idWithin(text: string): string | null {
  const found = ID_WITHIN.exec(text.replaceAll(/\p{Pd}/gu, "-"));
  return found === null ? null : `write the id alone: ${found.slice(1).join("-")}`;
}

function oddWithin(text: string): string | null {
  const odd = oddCharacter(text);
  return odd === null ? null : `it holds ${odd.description}: ${odd.advice}`;
}

function textOf(error: ErrorObject): FixedText | undefined {
  return TEXTS.find(({ definition }) => error.schemaPath.startsWith(`#/$defs/${definition}/`));
}

/** `isFigure`: people write a bare number for it. */
interface FixedText {
  readonly definition: string;
  readonly code: Code;
  readonly message: string;
  readonly hint: string;
  readonly isFigure?: true;
}

/** By the definition in the schema whose pattern a text does not fit. */
const TEXTS: readonly FixedText[] = [
  {
    definition: "objectId",
    code: "invalid-id",
    message: "is no id",
    hint: "ids look like 3f6c1f0e-5b1d-4c6f-9f0a-2a4f3f1d9c11",
  },
  {
    definition: "sharedFile",
    code: "invalid-value",
    message: "is no shared file of a fleet",
    hint: "write its path from the folder of fleet.yaml, such as shared/apps/expenses.yaml",
  },
  { definition: "appName", code: "invalid-name", message: "cannot be the name of an app", hint: APP_NAME_HINT },
  { definition: "tenantName", code: "invalid-name", message: "cannot be the name of a tenant", hint: APP_NAME_HINT },
  {
    definition: "labelValue",
    code: "invalid-value",
    message: "cannot be the value of a label",
    hint: "use letters, digits, blanks and . _ / -, with a letter or digit at both ends",
  },
  {
    definition: "variablePrefix",
    code: "invalid-value",
    message: "cannot begin the names of variables",
    hint: "use capital letters, digits and low lines, such as CONTOSO for CONTOSO_AZURE_CLIENT_ID",
  },
  { definition: "windowName", code: "invalid-name", message: "cannot be the name of a window", hint: APP_NAME_HINT },
  {
    definition: "day",
    code: "invalid-value",
    message: "is no day",
    hint: "write year, month and day, such as 2027-01-31",
  },
  {
    definition: "timeOfDay",
    code: "invalid-value",
    message: "is no time of day",
    hint: 'write hours and minutes with two digits each, such as "08:00"',
  },
  {
    definition: "permissionName",
    code: "invalid-name",
    message: "cannot be the name of a permission",
    hint: "permissions look like TeamsActivity.Send.User",
  },
  {
    definition: "permissionType",
    code: "invalid-value",
    message: "is no type of permission",
    hint: "write application or delegated",
  },
  {
    definition: "definitionDigest",
    code: "lock-digest",
    message: "is no digest",
    hint: `a digest is never written by hand: ${LOCK_AFRESH}`,
  },
  { definition: "time", code: "invalid-value", message: "is no time", hint: "write it as 2026-01-31T08:00:00Z" },
  {
    definition: "limit",
    code: "invalid-value",
    message: "is no limit",
    hint: 'write a number such as 100, or a share such as "20%"',
  },
  {
    definition: "plainName",
    code: "invalid-name",
    message: "cannot be a name",
    hint: APP_NAME_HINT,
  },
  {
    definition: "duration",
    code: "invalid-value",
    message: "is no duration",
    hint: "write a number and s, m, h or d, such as 48h or 21d",
    isFigure: true,
  },
  {
    definition: "percent",
    code: "invalid-value",
    message: "is no share",
    hint: "write a number and %, such as 2% or 0.5%",
    isFigure: true,
  },
  {
    definition: "threshold",
    code: "invalid-value",
    message: "is no threshold",
    hint: "write a number such as 1, or a share such as 2%",
  },
  {
    definition: "digest",
    code: "invalid-value",
    message: "is no digest of a definition",
    hint: "copy it from the plan: sha256: and 64 hexadecimal digits",
  },
  {
    definition: "haltName",
    code: "invalid-value",
    message: "names no halt",
    hint: "copy it from the plan: sha256:, 64 hexadecimal digits, a slash, and the number of the halt",
  },
  {
    definition: "jsonPointer",
    code: "invalid-value",
    message: "is no JSON Pointer",
    hint: "write one such as /state or /checks/0/state",
  },
  {
    definition: "signalVariable",
    code: "invalid-value",
    message: "is no variable that a signal may use",
    hint: "name one that begins with TRUEUP_SIGNAL_, so that no other secret can be sent away",
  },
];

function invalidValue(error: ErrorObject, path: Path, file: YamlFile): Problem {
  const at = file.valueAt(path);
  const allowed: unknown = error.params["allowedValues"];
  if (Array.isArray(allowed)) {
    const values = allowed.map(String);
    const hint =
      typeof error.data === "string" ? (abbreviated(error.data, values) ?? didYouMean(error.data, values)) : null;
    return errorAt(at, "invalid-value", `${where(path)} is ${shown(error.data)}`, {
      hint: hint ?? `allowed are ${values.join(", ")}`,
    });
  }
  switch (error.keyword) {
    case "const":
      return errorAt(at, "invalid-value", `${where(path)} can only be ${shown(error.params["allowedValue"])}`, {
        hint: "write that, or take the line out",
      });
    case "minProperties":
    case "maxProperties":
      if (path.at(-1) === "tenants") {
        return errorAt(at, "invalid-value", "tenants is empty", { hint: "name a tenant, with its id" });
      }
      if (path.at(-1) === "credentials") {
        const message = "credentials name exactly one of environment, file";
        return errorAt(at, "invalid-value", message, { hint: "keep one of the two; no secret stands in this file" });
      }
      return errorAt(at, "invalid-value", `a target names exactly one of ${targetKinds(path)}`, {
        hint: "write one list item for each",
      });
    case "maxLength": {
      const most = String(error.params["limit"]);
      return errorAt(at, "invalid-value", `${where(path)} is longer than ${most} characters`, { hint: "shorten it" });
    }
    case "minItems":
    case "minLength":
      return errorAt(at, "invalid-value", `${where(path)} is empty`, { hint: "fill it, or take it out" });
    case "minimum":
    case "maximum": {
      const [bound, hint] = error.keyword === "minimum" ? ["least", "larger"] : ["most", "smaller"];
      const message = `${where(path)} is ${shown(error.data)}, and ${String(error.params["limit"])} is the ${bound}`;
      return errorAt(at, "invalid-value", message, { hint: `write a ${hint} number` });
    }
  }
  throw new InternalError(`there are no words for ${error.schemaPath}`);
}

/** `Monday` for `Mon`. */
function abbreviated(written: string, allowed: readonly string[]): string | null {
  const short = allowed.find((one) => written.toLowerCase().startsWith(one.toLowerCase()));
  return short === undefined ? null : `did you mean "${short}"?`;
}

function targetKinds(path: Path): string {
  return ["group", "user", "usersFrom", ...(path.includes("except") ? [] : ["everyone"])].join(", ");
}

/** `to[2].group`; the name of the file's top level is left out. */
function where(path: Path): string {
  return path
    .map((part, index) => (/^\d+$/.test(String(part)) ? `[${part}]` : `${index === 0 ? "" : "."}${String(part)}`))
    .join("")
    .replaceAll(/\p{Cc}/gu, "\uFFFD")
    .slice(0, 120);
}

function isVersion(path: Path): boolean {
  return path.at(-1) === "version" || path.at(-1) === "versions" || (path[0] === "users" && path.length === 3);
}

function objectAt(schema: ErrorObject["parentSchema"], key: string): object {
  const value: unknown = schema?.[key];
  if (typeof value !== "object" || value === null) throw new InternalError(`a schema has no ${key}`);
  return value;
}
