import { createServer } from "node:http";
import type { Clock } from "../model/clock.ts";
import { createFaults, type Fault } from "./faults.ts";
import { createHandler } from "./handler.ts";
import type { InstallationDials } from "./installation-routes.ts";
import type { RequestRecord } from "./request-log.ts";
import { createState, type SandboxInstallation } from "./state.ts";
import { type AppDefinition, derivedId, type Tenant } from "./tenant.ts";
import { createThrottle, type ThrottleAlgorithm } from "./throttle.ts";

/** How a sandbox behaves where the tenant file does not say. */
export interface SandboxOptions {
  readonly tenant: Tenant;
  readonly clock: Clock;
  /** 0, the default: any free port of 127.0.0.1. */
  readonly port?: number;
  /** Multiplies the documented limits; 1 by default. */
  readonly limitsScale?: number;
  /** How requests are counted; `off`: no limits. Fixed windows by default. */
  readonly throttle?: ThrottleAlgorithm | "off";
  /** How the time to wait is given with a 429. Seconds by default. */
  readonly retryAfter?: "seconds" | "fraction" | "date" | "none";
  /** Milliseconds before each answer; 0 by default. */
  readonly latencyMs?: number;
  readonly dials?: Partial<InstallationDials>;
}

/** A tenant that speaks Graph on this machine, and the dials on it. */
export interface Sandbox {
  /** The Graph root, for `TRUEUP_GRAPH_URL`. */
  readonly url: string;
  /** Every request so far, in the order of arrival. The list grows. */
  readonly requests: readonly RequestRecord[];
  /** What a user really has now, whatever reads still show. */
  readonly installationsOf: (userName: string) => readonly SandboxInstallation[];
  /** Adds a version to an app of the catalog, or replaces what that version says. */
  readonly publish: (appId: string, definition: AppDefinition) => void;
  /** Takes an app from the catalog and puts it there again under another id, as an upload anew does. */
  readonly reupload: (appId: string, newId: string) => void;
  /** Takes an app from the catalog; installations stay. */
  readonly unlist: (appId: string) => void;
  readonly addMember: (groupName: string, userName: string) => void;
  readonly removeMember: (groupName: string, userName: string) => void;
  readonly addFault: (fault: Fault) => void;
  readonly clearFaults: () => void;
  readonly setLimitsScale: (scale: number) => void;
  readonly setDials: (dials: Partial<InstallationDials>) => void;
  readonly stop: () => Promise<void>;
}

const DEFAULT_DIALS: InstallationDials = { lagMs: 0, pageSize: 100, consentOnList: "shown" };
/** Longer than clients keep a connection: one that the server closes first breaks a request now and then. */
const KEEP_ALIVE_MS = 10_000;

/** Starts a sandbox on 127.0.0.1. `docs/sandbox.md` says how it behaves. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { tenant, clock } = options;
  const state = createState(tenant);
  const throttle =
    options.throttle === "off" ? null : createThrottle(options.throttle ?? "fixed-window", options.limitsScale ?? 1);
  const faults = createFaults();
  const requests: RequestRecord[] = [];
  let dials = { ...DEFAULT_DIALS, ...options.dials };
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS });
  const url = await new Promise<string>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      resolve(`http://127.0.0.1:${port}/v1.0`);
    });
  });
  const handle = createHandler({
    root: url,
    state,
    clock,
    throttle,
    faults,
    requests,
    dials: () => dials,
    retryAfter: options.retryAfter ?? "seconds",
    latencyMs: options.latencyMs ?? 0,
  });
  server.on("request", (request, response) => void handle(request, response));

  const changeApp = (appId: string) => {
    const app = state.catalog.get(appId.toLowerCase());
    if (app === undefined) throw new Error(`the catalog has no app ${appId}`);
    return app;
  };
  const changeMembers = (
    groupName: string,
    userName: string,
    change: (members: readonly string[], id: string) => readonly string[],
  ) => {
    const group =
      state.groups.get(derivedId("group", groupName)) ??
      [...state.groups.values()].find(({ displayName }) => displayName === groupName);
    const user = state.userByName.get(userName.toLowerCase());
    if (group === undefined || user === undefined)
      throw new Error(`there is no group "${groupName}" or no user "${userName}"`);
    state.groups.set(group.id, { ...group, members: change(group.members, user.id) });
  };
  return {
    url,
    requests,
    installationsOf: (userName) => state.installationsOf(state.userByName.get(userName.toLowerCase())?.id ?? userName),
    publish: (appId, definition) => {
      const app = changeApp(appId);
      const others = app.definitions.filter(({ version }) => version !== definition.version);
      state.catalog.set(app.id, { ...app, definitions: [...others, definition] });
    },
    reupload: (appId, newId) => {
      const app = changeApp(appId);
      state.catalog.delete(app.id);
      state.catalog.set(newId, { ...app, id: newId });
    },
    unlist: (appId) => {
      state.catalog.delete(changeApp(appId).id);
    },
    addMember: (group, user) => changeMembers(group, user, (members, id) => [...members, id]),
    removeMember: (group, user) =>
      changeMembers(group, user, (members, id) => members.filter((member) => member !== id)),
    addFault: faults.add,
    clearFaults: faults.clear,
    setLimitsScale: (scale) => throttle?.setScale(scale),
    setDials: (changed) => {
      dials = { ...dials, ...changed };
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}
