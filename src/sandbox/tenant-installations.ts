import type { Path } from "./located-yaml.ts";
import { numbersIn } from "./population.ts";
import { type CatalogApp, derivedId, type TenantInstallation } from "./tenant.ts";
import { readPermissions } from "./tenant-apps.ts";
import type { FileInstallation } from "./tenant-file-shape.ts";
import type { Reading } from "./tenant-reading.ts";

/** What is installed, by name and by share of a population. */
export function readInstallations(reading: Reading): readonly TenantInstallation[] {
  const { file, users, people, problems } = reading;
  const found: TenantInstallation[] = [];
  const seen = new Set<string>();
  const add = (userIds: readonly string[], written: FileInstallation, path: Path): void => {
    const [installation] = reading.apps
      .find(written.app, [...path, "app"])
      .map((app) => readInstallation(app, written));
    if (installation === undefined) return;
    for (const userId of userIds) {
      const key = `${userId} ${installation.app.id}`;
      if (seen.has(key)) problems.push(file.problemAt(path, `somebody has "${written.app}" twice (user id ${userId})`));
      seen.add(key);
      found.push({ userId, ...installation });
    }
  };
  for (const [upn, installations] of Object.entries(file.value.installations ?? {})) {
    const userIds = users.find(upn, ["installations", upn]).map(({ id }) => id);
    for (const [index, written] of installations.entries()) add(userIds, written, ["installations", upn, index]);
  }
  for (const [index, population] of (file.value.population ?? []).entries()) {
    for (const [position, share] of (population.installations ?? []).entries()) {
      const userIds = numbersIn(population.count, share).flatMap((n) => people[index]?.[n - 1]?.id ?? []);
      add(userIds, share, ["population", index, "installations", position]);
    }
  }
  return found;
}

function readInstallation(found: CatalogApp, written: FileInstallation): Omit<TenantInstallation, "userId"> {
  const { definitions: _, ...app } = found;
  const sideloaded = written.sideloaded ?? false;
  const ownId = sideloaded ? derivedId("app", `sideloaded ${found.id}`) : found.id;
  const distributionMethod = sideloaded ? "sideloaded" : app.distributionMethod;
  return {
    app: { ...app, id: written.appId?.toLowerCase() ?? ownId, distributionMethod },
    version: written.version,
    consent: readPermissions(written.consent),
  };
}
