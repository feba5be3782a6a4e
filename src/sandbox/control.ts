import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import type { Permission } from "../model/permission.ts";
import { type Answer, ok, refuse } from "./answers.ts";
import { type Dials, DIALS_SCHEMA } from "./dials.ts";
import { FAULT_SCHEMA, type Faults, isRegularExpression, readFault, type WrittenFault } from "./faults.ts";
import { type Incoming, segmentsBelow } from "./incoming.ts";
import { userIn } from "./request-log.ts";
import { REQUEST_CLASSES, type RequestClass } from "./throttle.ts";
import { NoSuchThing, type World } from "./world.ts";

/** What can be turned while a sandbox runs. */
export interface Controls {
  readonly world: World;
  readonly faults: Faults;
  readonly dials: () => Dials;
  readonly setDials: (dials: Partial<Dials>) => void;
  readonly setLimitsScale: (scale: number, requestClass?: RequestClass) => void;
}

/** One control. */
interface Control {
  readonly method: string;
  /** Below `/sandbox`; `*` stands for one segment. */
  readonly path: string;
  /** Carries it out; what it gives back is the answer. */
  readonly run: (segments: readonly string[], body: unknown) => object;
}

const DONE = { done: true };
const TEXT = { type: "string", minLength: 1 } as const;

/**
 * The control endpoint, beside the Graph root: `docs/sandbox.md` lists it. Bodies have to be JSON and pages of a browser
 * are refused, so that no web page can turn the dials of a sandbox that happens to run.
 */
export function createControl(controls: Controls): (incoming: Incoming) => Answer {
  const table = controlTable(controls);
  return (incoming) => {
    if (incoming.headers["origin"] !== undefined) return refuse(403, "Forbidden", "Not from a web page.");
    const segments = segmentsBelow("/sandbox", incoming.url) ?? [];
    const fitting = table.filter(({ path }) => fits(path.split("/"), segments));
    const control = fitting.find(({ method }) => method === incoming.method);
    if (control === undefined) return refuse(fitting.length > 0 ? 405 : 404, "NotFound", "There is no such control.");
    const isJson = incoming.headers["content-type"]?.startsWith("application/json") === true;
    if (incoming.body !== null && !isJson) return refuse(415, "UnsupportedMediaType", "Send application/json.");
    try {
      return ok(control.run(segments, incoming.body));
    } catch (error) {
      if (error instanceof NoSuchThing) return refuse(404, "NotFound", error.message);
      if (error instanceof BadControl) return refuse(400, "BadRequest", error.message);
      throw error;
    }
  };
}

class BadControl extends Error {
  override readonly name = "BadControl";
}

/** Every control. */
export function controlTable({ world, faults, dials, setDials, setLimitsScale }: Controls): readonly Control[] {
  const readDials = expecting((ajv) => ajv.compile<Partial<Dials>>(DIALS_SCHEMA));
  const readWrittenFault = expecting((ajv) => ajv.compile<WrittenFault>(FAULT_SCHEMA));
  const readLimits = expecting((ajv) => ajv.compile<{ scale: number; class?: RequestClass }>(LIMITS_SCHEMA));
  const readDefinition = expecting((ajv) => ajv.compile<WrittenDefinition>(DEFINITION_SCHEMA));
  const readNewId = expecting((ajv) => ajv.compile<{ id: string }>(textUnder("id")));
  const readUser = expecting((ajv) => ajv.compile<{ user: string }>(textUnder("user")));
  return [
    {
      method: "GET",
      path: "requests",
      run: () => ({ value: world.requests.map((request) => ({ ...request, user: userIn(request) })) }),
    },
    { method: "DELETE", path: "requests", run: () => done(world.clearRequests) },
    { method: "GET", path: "installations", run: () => world.snapshot() },
    { method: "GET", path: "installations/*", run: ([, user = ""]) => ({ value: world.installationsOf(user) }) },
    { method: "GET", path: "dials", run: () => dials() },
    {
      method: "PATCH",
      path: "dials",
      run: (_, body) => {
        setDials(readDials(body));
        return dials();
      },
    },
    {
      method: "PUT",
      path: "limits",
      run: (_, body) =>
        done(() => {
          const limits = readLimits(body);
          setLimitsScale(limits.scale, limits.class);
        }),
    },
    { method: "POST", path: "faults", run: (_, body) => done(() => faults.add(readFault(readWrittenFault(body)))) },
    { method: "DELETE", path: "faults", run: () => done(faults.clear) },
    {
      method: "POST",
      path: "catalog/*/definitions",
      run: ([, app = ""], body) => done(() => world.publish(app, definitionFrom(readDefinition(body)))),
    },
    {
      method: "POST",
      path: "catalog/*/reupload",
      run: ([, app = ""], body) => done(() => world.reupload(app, readNewId(body).id)),
    },
    { method: "DELETE", path: "catalog/*", run: ([, app = ""]) => done(() => world.unlist(app)) },
    {
      method: "POST",
      path: "groups/*/members",
      run: ([, group = ""], body) => done(() => world.addMember(group, readUser(body).user)),
    },
    {
      method: "DELETE",
      path: "groups/*/members/*",
      run: ([, group = "", , user = ""]) => done(() => world.removeMember(group, user)),
    },
    { method: "DELETE", path: "groups/*", run: ([, group = ""]) => done(() => world.removeGroup(group)) },
    { method: "DELETE", path: "users/*", run: ([, user = ""]) => done(() => world.removeUser(user)) },
  ];
}

interface WrittenDefinition {
  readonly version: string;
  readonly publishingState?: "published" | "submitted" | "rejected";
  readonly permissions?: readonly (Pick<Permission, "value"> & Partial<Permission>)[] | null;
}

/** As in a tenant file; `permissions` null: the answer has no `authorization`. */
function definitionFrom({ version, publishingState, permissions = [] }: WrittenDefinition) {
  return {
    version,
    publishingState: publishingState ?? "published",
    permissions: permissions?.map(({ value, type }) => ({ value, type: type ?? "application" })) ?? null,
  };
}

const LIMITS_SCHEMA = {
  type: "object",
  additionalProperties: false,
  required: ["scale"],
  properties: { scale: { type: "number", exclusiveMinimum: 0 }, class: { type: "string", enum: REQUEST_CLASSES } },
} as const;

const DEFINITION_SCHEMA = {
  type: "object",
  additionalProperties: false,
  required: ["version"],
  properties: {
    version: TEXT,
    publishingState: { type: "string", enum: ["published", "submitted", "rejected"] },
    permissions: {
      anyOf: [
        { type: "null" },
        {
          type: "array",
          items: {
            type: "object",
            additionalProperties: false,
            required: ["value"],
            properties: { value: TEXT, type: { type: "string", enum: ["application", "delegated"] } },
          },
        },
      ],
    },
  },
} as const;

function textUnder(key: string): object {
  return { type: "object", additionalProperties: false, required: [key], properties: { [key]: TEXT } };
}

/** Schemas are compiled when a control is first used: most sandboxes are never turned from outside. */
function expecting<Value>(compile: (ajv: Ajv2020) => ValidateFunction<Value>): (body: unknown) => Value {
  return (body) => {
    const ajv = new Ajv2020({ allErrors: true, formats: { regex: isRegularExpression } });
    const isExpected = compile(ajv);
    if (isExpected(body)) return body;
    throw new BadControl(ajv.errorsText(isExpected.errors, { dataVar: "body" }));
  };
}

function done(action: () => void): object {
  action();
  return DONE;
}

function fits(pattern: readonly string[], segments: readonly string[]): boolean {
  return pattern.length === segments.length && pattern.every((part, index) => part === "*" || part === segments[index]);
}
