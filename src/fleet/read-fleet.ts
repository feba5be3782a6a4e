import { readdir } from "node:fs/promises";
import { isAbsolute, join, relative, resolve } from "node:path";
import { didYouMean, shown } from "../desired/did-you-mean.ts";
import { createDuplicateCheck } from "../desired/duplicates.ts";
import { FLEET_FILE, TENANTS_FOLDER } from "../desired/fleet-places.ts";
import { blameOddCharacters, foreignMark } from "../desired/foreign-marks.ts";
import { errorAt, type Problem, sortProblems, startOf, warningAt } from "../desired/problem.ts";
import { readSourceFolder } from "../desired/read-files.ts";
import { asMapping, pathOf } from "../desired/schema-check.ts";
import { schemaProblem } from "../desired/schema-problem.ts";
import { unknownZone } from "../desired/windows.ts";
import { parseYamlFile, type Path, type YamlFile } from "../desired/yaml-file.ts";
import { parseSchedule } from "../controller/schedule.ts";
import { ConfigError, InternalError, UsageError } from "../errors.ts";
import { compareText } from "../model/order.ts";
import { isTimeZone, UTC } from "../model/time-zone.ts";
import type { CredentialReference, Fleet, TenantEntry } from "./fleet.ts";
import { looksLike } from "./look-alikes.ts";
import type { Tenant } from "./schema.d.ts";
import { isFleet, isTenant } from "./validators.cjs";

/**
 * Reads the fleet.yaml of a folder. What is wrong with one tenant refuses that tenant; what is wrong with the file as a whole, or
 * with the order of tenants, refuses the fleet.
 * @throws ConfigError with every problem of the file as a whole
 */
export async function readFleet(path: string): Promise<Fleet> {
  const { file, text } = await parseFleetFile(path);
  const files = new Map([[FLEET_FILE, text]]);
  const problems = misfits(file, text);
  const written = asMapping(file.value);
  const tenants = asMapping(written["tenants"]);
  const ofTenant = (name: string): readonly Problem[] => problems.filter(({ tenant }) => tenant === name);
  const folders = await foldersIn(path);
  const named = textOr(written["timeZone"], UTC);
  const isZone = isTimeZone(named);
  const shared = { path, file, folders, zone: isZone ? named : UTC, schedule: written["schedule"] };
  const names = Object.keys(tenants).toSorted(compareText);
  const fits = names.filter((name) => ofTenant(name).length === 0);
  const rings = ringsOf(file, names);
  const whole = [
    ...problems.filter(({ tenant }) => tenant === null),
    ...rings.diagnostics,
    ...(isZone ? [] : [unknownZone(named, file.valueAt(["timeZone"]))]),
    ...scheduleProblems(file, ["schedule"], written["schedule"], shared.zone),
  ];
  if (whole.length > 0) throw new ConfigError(sortProblems(whole), files);

  const alike = likeOthers(file, names);
  const sameId = sameIds(file, fits);
  const entries = names.map((name): TenantEntry => {
    const tenant = tenants[name];
    const entry = isTenant(tenant) && fits.includes(name) ? readTenant(name, tenant, shared, rings.ringOf(name)) : null;
    const wrong = [...ofTenant(name), ...(alike.get(name) ?? []), ...(sameId.get(name) ?? []), ...(entry?.wrong ?? [])];
    if (entry !== null && wrong.length === 0) return entry.listed;
    return { state: "refused", name, diagnostics: sortProblems(wrong), files };
  });
  const warnings = folders
    .filter((folder) => !names.includes(folder))
    .map((folder) =>
      warningAt(file.keyAt(["tenants"]), "unlisted-tenant", `${TENANTS_FOLDER}/${folder} is of no tenant in the file`, {
        hint: didYouMean(folder, names) ?? "name the tenant here, or take the folder away: nobody looks at it",
      }),
    );
  return { path, tenants: entries, rings: rings.rings, timeZone: shared.zone, warnings, files };
}

interface FleetFile {
  readonly file: YamlFile;
  readonly text: string;
}

/** @throws ConfigError */
async function parseFleetFile(path: string): Promise<FleetFile> {
  const folder = await readSourceFolder(join(path, FLEET_FILE));
  const [read] = folder?.files ?? [];
  if (read === undefined) {
    const hint = `pass the folder that holds ${FLEET_FILE} and ${TENANTS_FOLDER}/`;
    const problem = errorAt(startOf(path), "not-a-fleet", `there is no ${join(path, FLEET_FILE)}`, { hint });
    throw new ConfigError([{ ...problem, line: null, column: null }]);
  }
  if (read.state === "problem") throw new ConfigError([read.diagnostic]);
  const { text } = read;
  const mark = foreignMark(FLEET_FILE, text);
  const parsed = mark === null ? parseYamlFile(FLEET_FILE, text) : { file: null, diagnostics: [mark] };
  if (parsed.file === null || parsed.diagnostics.length > 0) {
    throw new ConfigError(
      sortProblems(blameOddCharacters(FLEET_FILE, text, parsed.diagnostics)),
      new Map([[FLEET_FILE, text]]),
    );
  }
  return { file: parsed.file, text };
}

/** What does not fit the schema; `tenant`: whose entry it is in, null for the file as a whole. */
function misfits(file: YamlFile, text: string): readonly (Problem & { readonly tenant: string | null })[] {
  const version = asMapping(file.value)["fleetVersion"];
  if (typeof version === "number" && Number.isInteger(version) && version > 1) {
    const message = `the fleet is of version ${version}, and this program reads version 1`;
    const problem = errorAt(file.valueAt(["fleetVersion"]), "fleet-version", message, { hint: "update TrueUp" });
    return [{ ...problem, tenant: null }];
  }
  if (isFleet(file.value)) return [];
  const { errors } = isFleet;
  if (!errors) throw new InternalError(`nothing is wrong with a ${FLEET_FILE} that does not fit its schema`);
  return errors
    .filter(({ propertyName }) => propertyName === undefined)
    .flatMap((error) => {
      const path = pathOf(error);
      const named: unknown = path.length === 1 ? error.params["propertyName"] : path[1];
      const tenant = path[0] === "tenants" && typeof named === "string" ? named : null;
      const problems = blameOddCharacters(FLEET_FILE, text, [withoutSecrets(schemaProblem(error, path, file))]);
      return problems.map((problem) => ({ ...problem, tenant }));
    });
}

/** Whoever writes a secret into the file has to hear where it belongs, and not which keys there are. */
function withoutSecrets(problem: Problem): Problem {
  if (problem.code !== "unknown-key" || !/secret|password|token|certificate/i.test(problem.message)) return problem;
  const hint =
    "no secret stands in this file: name variables or a file under credentials. One that was in git is to be replaced";
  return { ...problem, hint };
}

interface Shared {
  readonly path: string;
  readonly file: YamlFile;
  /** Names of the folders under `tenants/`. */
  readonly folders: readonly string[];
  readonly zone: string;
  readonly schedule: unknown;
}

function readTenant(name: string, written: Tenant, { path, file, folders, zone, schedule }: Shared, ring: number) {
  const at = ["tenants", name] as const;
  const own = written.schedule;
  const wrong = [...scheduleProblems(file, [...at, "schedule"], own, zone)];
  const folder = `${TENANTS_FOLDER}/${name}`;
  if (!folders.includes(name)) {
    const hint = didYouMean(name, folders) ?? `make ${folder}, with the desired state of the tenant`;
    wrong.push(errorAt(file.keyAt(at), "no-tenant-folder", `${name} has no folder ${folder}`, { hint }));
  }
  const credentials = credentialsOf(written, path);
  if (credentials.kind === "file" && !relative(resolve(path), credentials.path).startsWith("..")) {
    const message = `${shown(written.credentials?.file)} is in the folder of the fleet, which git keeps`;
    const hint = "put the file elsewhere, where only this process reads it, and give that path";
    wrong.push(errorAt(file.valueAt([...at, "credentials", "file"]), "credentials-in-fleet", message, { hint }));
  }
  const listed = {
    state: "listed",
    name,
    tenantId: written.tenant.toLowerCase(),
    path: join(path, TENANTS_FOLDER, name),
    credentials,
    credentialsLine: file.keyAt(written.credentials === undefined ? at : [...at, "credentials"]).line,
    schedule: own ?? (typeof schedule === "string" ? schedule : null),
    labels: written.labels ?? {},
    ring,
  } as const;
  return { listed, wrong };
}

function credentialsOf({ credentials }: Tenant, folder: string): CredentialReference {
  if (credentials?.environment !== undefined) {
    return { kind: "environment", prefix: `${credentials.environment.replace(/_+$/, "")}_` };
  }
  if (credentials?.file === undefined) return { kind: "process" };
  const { file } = credentials;
  return { kind: "file", path: isAbsolute(file) ? resolve(file) : resolve(folder, file) };
}

const FIVE_FIELDS = 'write five fields such as "0 6 * * *"';

function scheduleProblems(file: YamlFile, path: Path, schedule: unknown, zone: string): readonly Problem[] {
  if (typeof schedule !== "string") return [];
  try {
    parseSchedule(schedule, zone);
    return [];
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const message = error.message.replace(/^--schedule /, "");
    return [errorAt(file.valueAt(path), "invalid-schedule", message, { hint: error.hint ?? FIVE_FIELDS })];
  }
}

function ringsOf(file: YamlFile, names: readonly string[]) {
  const once = createDuplicateCheck();
  const diagnostics: Problem[] = [];
  const listed = asMapping(file.value)["rings"];
  const rings = (Array.isArray(listed) ? listed : []).map((ring: unknown, index): readonly string[] => {
    const tenants = asMapping(ring)["tenants"];
    const members = (Array.isArray(tenants) ? tenants : []).filter((name: unknown) => typeof name === "string");
    for (const [position, name] of members.entries()) {
      const at = file.valueAt(["rings", index, "tenants", position]);
      once.note(name, `tenant ${shown(name)} in rings`, at);
      if (names.includes(name)) continue;
      const hint = didYouMean(name, names) ?? "name it under tenants first";
      diagnostics.push(errorAt(at, "unknown-tenant", `no tenant is named ${shown(name)}`, { hint }));
    }
    return members;
  });
  const ringOf = (name: string): number => {
    const ring = rings.findIndex((members) => members.includes(name));
    return ring === -1 ? rings.length : ring;
  };
  return { rings, ringOf, diagnostics: [...diagnostics, ...once.diagnostics] };
}

/** By name, that another tenant's name looks the same. */
function likeOthers(file: YamlFile, names: readonly string[]): ReadonlyMap<string, readonly Problem[]> {
  return problemsOfGroups(names, looksLike, (name, other) =>
    errorAt(file.keyAt(["tenants", name]), "look-alike", `${shown(name)} looks like ${shown(other)}`, {
      hint: "give one of the two a name that nobody mistakes for the other",
    }),
  );
}

/** By name, that another tenant has the same id: two desired states would undo each other. */
function sameIds(file: YamlFile, names: readonly string[]): ReadonlyMap<string, readonly Problem[]> {
  const idOf = (name: string): string => {
    const tenant = asMapping(asMapping(file.value)["tenants"])[name];
    return isTenant(tenant) ? tenant.tenant.toLowerCase() : name;
  };
  return problemsOfGroups(names, idOf, (name, other) =>
    errorAt(file.valueAt(["tenants", name, "tenant"]), "said-twice", `${name} has the tenant id of ${other}`, {
      hint: "keep one of the two: two desired states of one tenant would undo each other",
    }),
  );
}

function problemsOfGroups(
  names: readonly string[],
  keyOf: (name: string) => string,
  problem: (name: string, other: string) => Problem,
): ReadonlyMap<string, readonly Problem[]> {
  const groups = Map.groupBy(names, keyOf);
  const problems = names.flatMap((name): (readonly [string, readonly Problem[]])[] => {
    const other = groups.get(keyOf(name))?.find((one) => one !== name);
    return other === undefined ? [] : [[name, [problem(name, other)]]];
  });
  return new Map(problems);
}

/** Without those that a file of desired state would be passed over in as well. */
async function foldersIn(path: string): Promise<readonly string[]> {
  const entries = await readdir(join(path, TENANTS_FOLDER), { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory() && !/^[._]/.test(entry.name))
    .map(({ name }) => name)
    .toSorted(compareText);
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === "string" ? value : otherwise;
}
