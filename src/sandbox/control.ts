import type { ErrorObject } from "ajv/dist/2020.js";
import { type Answer, ok, refuse } from "./answers.ts";
import type { Dials } from "./dials.ts";
import { type Events, readEvent } from "./events.ts";
import { type Faults, readFault } from "./faults.ts";
import { type Incoming, segmentsBelow, tableOf } from "./incoming.ts";
import type { Notifier } from "./notifier.ts";
import { userIn } from "./request-log.ts";
import { fitting } from "./schema-check.ts";
import type { Event } from "./schema.d.ts";
import type { RequestClass } from "./throttle.ts";
import { NoSuchThing, type World } from "./world.ts";

/** What can be turned while a sandbox runs. */
export interface Controls {
  readonly world: World;
  readonly notifier: Notifier;
  readonly faults: Faults;
  readonly events: Events;
  readonly dials: () => Dials;
  readonly setDials: (dials: Partial<Dials>) => void;
  readonly setLimitsScale: (scale: number, requestClass?: RequestClass) => void;
}

/** One control. */
interface Control {
  readonly method: string;
  /** Below `/sandbox`; `*` stands for one segment. */
  readonly path: string;
  /** Carries it out; what it gives back is the answer, `{ done: true }` where that is nothing. */
  readonly run: (controls: Controls, segments: readonly string[], body: unknown) => object | void;
}

/** Every control. */
export const CONTROLS: readonly Control[] = [
  {
    method: "GET",
    path: "requests",
    run: ({ world }) => ({ value: world.requests.map((request) => ({ ...request, user: userIn(request) })) }),
  },
  { method: "DELETE", path: "requests", run: ({ world }) => world.clearRequests() },
  { method: "GET", path: "installations", run: ({ world }) => world.snapshot() },
  {
    method: "GET",
    path: "installations/*",
    run: ({ world }, [, user = ""]) => ({ value: world.installationsOf(user) }),
  },
  {
    method: "DELETE",
    path: "installations/*/*",
    run: ({ world }, [, user = "", app = ""]) => world.removeInstallation(user, app),
  },
  {
    method: "PUT",
    path: "installations/*/*",
    run: ({ world }, [, user = "", app = ""], body) =>
      world.putInstallation(user, app, fitting("newVersion", body ?? {}, misfit).version),
  },
  { method: "GET", path: "subscriptions", run: ({ world }) => ({ value: world.subscriptions() }) },
  {
    method: "DELETE",
    path: "subscriptions/*",
    run: ({ world, notifier, dials }, [, id = ""]) => {
      const dropped = world.dropSubscription(id);
      if (dials().lifecycleEvents === "all") notifier.noteLifecycle(dropped, "subscriptionRemoved");
    },
  },
  {
    method: "POST",
    path: "subscriptions/*/lifecycle",
    run: ({ world, notifier }, [, id = ""], body) => {
      const { event } = fitting("lifecycle", body, misfit);
      const found = world.subscriptions().find((one) => one.id === id.toLowerCase());
      if (found === undefined) throw new NoSuchThing(`there is no subscription ${id}`);
      notifier.noteLifecycle(found, event);
    },
  },
  { method: "GET", path: "notifications", run: ({ notifier }) => ({ value: notifier.records }) },
  { method: "GET", path: "dials", run: ({ dials }) => dials() },
  {
    method: "PATCH",
    path: "dials",
    run: ({ dials, setDials }, _, body) => {
      setDials(fitting("dials", body, misfit));
      return dials();
    },
  },
  {
    method: "PUT",
    path: "limits",
    run: ({ setLimitsScale }, _, body) => {
      const limits = fitting("limits", body, misfit);
      setLimitsScale(limits.scale, limits.class);
    },
  },
  {
    method: "POST",
    path: "faults",
    run: ({ faults }, _, body) => faults.add(readFault(fitting("fault", body, misfit))),
  },
  { method: "DELETE", path: "faults", run: ({ faults }) => faults.clear() },
  { method: "POST", path: "events", run: ({ events }, _, body) => events.add(checked(fitting("event", body, misfit))) },
  { method: "DELETE", path: "events", run: ({ events }) => events.clear() },
  {
    method: "POST",
    path: "catalog/*/definitions",
    run: ({ world }, [, app = ""], body) => world.publish(app, fitting("definition", body, misfit)),
  },
  {
    method: "POST",
    path: "catalog/*/reupload",
    run: ({ world }, [, app = ""], body) => world.reupload(app, fitting("newId", body, misfit).id),
  },
  { method: "DELETE", path: "catalog/*", run: ({ world }, [, app = ""]) => world.unlist(app) },
  {
    method: "POST",
    path: "groups/*/members",
    run: ({ world }, [, group = ""], body) => {
      const member = fitting("newMember", body, misfit);
      world.addMember(group, member.user ?? member.group ?? "");
    },
  },
  {
    method: "DELETE",
    path: "groups/*/members/*",
    run: ({ world }, [, group = "", , user = ""]) => world.removeMember(group, user),
  },
  { method: "DELETE", path: "groups/*", run: ({ world }, [, group = ""]) => world.removeGroup(group) },
  { method: "DELETE", path: "users/*", run: ({ world }, [, user = ""]) => world.removeUser(user) },
  {
    method: "PATCH",
    path: "users/*",
    run: ({ world }, [, user = ""], body) => world.changeUser(user, fitting("userChange", body, misfit)),
  },
  {
    method: "POST",
    path: "users/*/restore",
    run: ({ world, dials }, [, user = ""]) => world.restoreUser(user, dials().restoredMemberships === "told"),
  },
];

/** The control of a method and a path below `/sandbox`. */
export const findControl = tableOf(CONTROLS);

/**
 * The control endpoint, beside the Graph root: `docs/sandbox.md` lists it. Bodies have to be JSON and pages of a browser
 * are refused, so that no web page can turn the dials of a sandbox that happens to run.
 */
export function createControl(controls: Controls): (incoming: Incoming) => Answer {
  return ({ method, url, headers, body }) => {
    if (headers["origin"] !== undefined) return refuse(403, "Not from a web page.");
    const isJson = headers["content-type"]?.startsWith("application/json") === true;
    if (body !== null && !isJson) return refuse(415, "Send application/json.");
    const segments = segmentsBelow("/sandbox", url) ?? [];
    const control = findControl(method, segments);
    if (typeof control === "number") return refuse(control, "There is no such control.");
    try {
      return ok(control.run(controls, segments, body) ?? { done: true });
    } catch (error) {
      if (error instanceof NoSuchThing) return refuse(404, error.message);
      if (error instanceof BadControl) return refuse(400, error.message);
      throw error;
    }
  };
}

class BadControl extends Error {
  override readonly name = "BadControl";
}

function misfit(errors: readonly ErrorObject[]): BadControl {
  return new BadControl(errors.map(textOf).join(", "));
}

function textOf({ instancePath, message }: ErrorObject): string {
  return `body${instancePath} ${message ?? "is wrong"}`;
}

function checked(written: Event): ReturnType<typeof readEvent> {
  const event = readEvent(written);
  if (typeof findControl(event.controlMethod, event.controlPath) !== "number") return event;
  throw new BadControl(`there is no control "${written.do}"`);
}
