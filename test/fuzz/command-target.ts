import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Console } from "../../src/cli/console.ts";
import { runCommandLine } from "../../src/cli/program.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/sandbox.ts";
import type { Tenant } from "../../src/sandbox/tenant.ts";
import { systemClock } from "../../src/session/system-clock.ts";
import { desiredFiles } from "../chaos/desired-files.ts";
import { tenantOf } from "../chaos/tenant-of.ts";
import { anyWorld, type World } from "../chaos/world.ts";
import type { Chance } from "./chance.ts";
import { hostileText } from "./hostile.ts";
import { rawIn, type Target } from "./target.ts";

const TOKEN = "the-token-of-this-campaign";
/** Those that `docs` and `--help` promise of commands that write nothing. */
const EXIT_CODES = [0, 1, 2, 3];

/**
 * Whole commands, against a tenant in which people, groups, apps, versions and permissions have hostile names and Graph's
 * refusals hostile messages: whatever is in the tenant, a command ends as documented, and nothing that it prints does
 * anything to a terminal.
 */
export async function commandTarget(): Promise<Target> {
  const root = await mkdtemp(join(tmpdir(), "trueup-commands-"));
  let cases = 0;
  return {
    async tryOne(chance) {
      const world = hostileWorld(anyWorld(chance), chance);
      const folder = join(root, String((cases += 1)));
      await writeState(folder, world);
      const tenant = hostileTenant(tenantOf(world, { consentOnList: "shown" }), chance);
      const sandbox = await startSandbox({ tenant, clock: systemClock, throttle: "off", keepsLog: false });
      try {
        if (chance.onceIn(3)) refuse(sandbox, chance);
        return await judged(anyCommand(world, folder, chance), sandbox.url);
      } finally {
        await sandbox.stop();
        await rm(folder, { recursive: true });
      }
    },
    close: () => rm(root, { recursive: true, force: true }),
  };
}

async function judged(args: readonly string[], url: string): Promise<string | null> {
  const printed: string[] = [];
  const exitCode = await runCommandLine(["node", "trueup", ...args], () => Promise.resolve(recorder(url, printed)));
  const text = printed.join("");
  const command = args.join(" ");
  if (!EXIT_CODES.includes(exitCode)) return `exit code ${exitCode} of ${command}`;
  if (text.includes("defect of trueup")) return `a defect shows in ${command}: ${text}`;
  if (text.includes(TOKEN)) return `the token is shown by ${command}`;
  const raw = rawIn(text);
  return raw === null ? null : `${raw} by ${command}`;
}

function recorder(url: string, printed: string[]): Console {
  return {
    result: async (chunks) => void printed.push(...chunks),
    notice: (line) => void printed.push(`${line}\n`),
    rendered: (text) => void printed.push(`${text}\n`),
    status: (line) => void printed.push(`${line}\n`),
    ask: () => Promise.resolve(false),
    isInteractive: false,
    isStderrTerminal: false,
    resultColor: false,
    resultColumns: null,
    noticeColumns: null,
    noticeColor: false,
    environment: { TRUEUP_GRAPH_URL: url, TRUEUP_ACCESS_TOKEN: TOKEN },
  };
}

/** Read-only ones: what is written is read back in real time, and `npm run chaos` is there for it. */
function anyCommand({ people, apps }: World, folder: string, chance: Chance): readonly string[] {
  const user = people[chance.number(people.length)]?.upn ?? "";
  const app = apps[chance.number(apps.length)]?.name ?? "";
  switch (chance.number(5)) {
    case 0:
      return ["explain", user, app, folder];
    case 1:
      return ["doctor", folder, "--format", chance.pick(["text", "json"])];
    case 2:
      return ["validate", folder, "--format", chance.pick(["text", "json", "sarif"]), ...annotations(chance)];
    case 3:
      return ["drift", folder, "--format", chance.pick(["text", "json", "markdown"])];
    default:
      return [
        "plan",
        folder,
        "--format",
        chance.pick(["text", "json", "markdown"]),
        ...annotations(chance),
        ...(chance.onceIn(2) ? ["--show-users"] : []),
        ...(chance.onceIn(2) ? ["--detailed-exitcode"] : []),
        ...(chance.onceIn(4) ? ["--user", user] : []),
      ];
  }
}

function annotations(chance: Chance): readonly string[] {
  return chance.onceIn(3) ? ["--annotations", "github"] : [];
}

/** Names of groups and people that the desired state writes as well; some that it has to refuse. */
function hostileWorld(world: World, chance: Chance): World {
  return {
    ...world,
    people: world.people.map((person) => (chance.onceIn(8) ? { ...person, upn: hostileText(chance) } : person)),
    groups: world.groups.map((group) => (chance.onceIn(4) ? { ...group, name: hostileText(chance) } : group)),
  };
}

/** Names that only the tenant has. */
function hostileTenant(tenant: Tenant, chance: Chance): Tenant {
  return {
    ...tenant,
    users: tenant.users.map((user) =>
      chance.onceIn(3) ? { ...user, displayName: hostileText(chance), userPrincipalName: hostileText(chance) } : user,
    ),
    catalog: tenant.catalog.map((app) => ({
      ...app,
      displayName: chance.onceIn(2) ? hostileText(chance) : app.displayName,
      definitions: app.definitions.map((definition) => ({
        ...definition,
        version: chance.onceIn(12) ? hostileText(chance) : definition.version,
        permissions: definition.permissions?.map((permission) => hostilePermission(permission, chance)) ?? null,
      })),
    })),
    installations: tenant.installations.map((installation) => ({
      ...installation,
      version: chance.onceIn(8) ? hostileText(chance) : installation.version,
      consent: installation.consent.map((permission) => hostilePermission(permission, chance)),
    })),
  };
}

function hostilePermission<Permission extends { readonly value: string }>(
  permission: Permission,
  chance: Chance,
): Permission {
  return chance.onceIn(6) ? { ...permission, value: hostileText(chance) } : permission;
}

/** Refusals that no client repeats, with words of their own. */
function refuse(sandbox: Sandbox, chance: Chance): void {
  sandbox.addFault({
    kind: "status",
    path: chance.pick([/^\/users/, /^\/groups/, /^\/appCatalogs/, /installedApps/, /./]),
    after: chance.number(4),
    times: 1 + chance.number(6),
    status: chance.pick([400, 401, 403, 404]),
    body: { error: { code: hostileText(chance), message: hostileText(chance) } },
  });
}

async function writeState(folder: string, world: World): Promise<void> {
  for (const [path, text] of desiredFiles(world)) {
    const file = join(folder, path);
    // A list is named after its user, and a hostile name can be no name of a file.
    if (!file.startsWith(folder) || /[\0]|\/\/|\.\.|.{200}/.test(path)) continue;
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}
