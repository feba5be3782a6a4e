import { isGroupName, isUserName } from "../desired/directory-names.ts";
import { oddCharacter } from "../desired/odd-characters.ts";
import { isObjectId } from "../model/object-id.ts";
import { type Permission, permissionsLacking, sortPermissions } from "../model/permission.ts";
import { compareVersions, parseVersion } from "../model/version.ts";
import { acceptedVersions } from "./accepted.ts";
import { describeHolders, type Description } from "./describe.ts";
import { nameApps } from "./names.ts";
import type { HeldApp, Person, Survey, TenantGroup } from "./survey.ts";

/** A file to be written. */
export interface NewFile {
  /** Relative to the desired state's folder, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** What `init` found out about one app, for people. */
export interface AppSummary {
  readonly name: string;
  readonly app: HeldApp;
  readonly description: Description;
  readonly version: string;
}

/** The first desired state of a tenant. */
export interface FirstState {
  readonly files: readonly NewFile[];
  readonly apps: readonly AppSummary[];
}

/** The desired state that says what the tenant has now, and changes nothing. */
export function firstState(survey: Survey, apps: readonly HeldApp[]): FirstState {
  const names = nameApps(apps);
  const summaries = apps.map(
    (app, index): AppSummary => ({
      name: names[index] ?? app.catalogId,
      app,
      description: describeHolders(app, survey),
      version: acceptedVersions(app.holders.values()),
    }),
  );
  return {
    apps: summaries,
    files: [
      { path: "policy.yaml", text: policyText(survey.tenantId) },
      {
        path: "apps.yaml",
        text: lines("apiVersion: trueup/v1", "", "apps:", ...summaries.flatMap((one) => appLines(one, survey))),
      },
      ...summaries.flatMap((one) => assignmentFiles(one, survey)),
    ],
  };
}

function policyText(tenantId: string | null): string {
  return lines(
    "apiVersion: trueup/v1",
    ...(tenantId === null
      ? ["# apply needs the id of the tenant; neither the token nor Graph told it:", "# tenant: 3f6c1f0e-…"]
      : [`tenant: ${tenantId}`]),
    "",
    "policy:",
    "  suspend: true # plans show what would change; take this line out when apply may change it",
    "  maxChanges: 100 # more changes than that are all held",
    "  maxRemovals: 0",
    '  sections: { apps: ["apps.yaml"] } # what apps may be granted stands in that file only',
  );
}

function appLines({ name, app }: AppSummary, survey: Survey): readonly string[] {
  const { permissions, clientAppId, notes } = approvedNow(app);
  return [
    `  ${name}: # ${comment(app.displayName ?? "an app that the catalog does not name")}`,
    `    ${identityLine(app, survey)}`,
    ...(clientAppId === null ? [] : [`    clientAppId: ${clientAppId} # the Entra application that gets the consent`]),
    ...(permissions.length === 0
      ? ["    permissions: [] # nothing is approved"]
      : ["    permissions:", ...permissions.map((one) => `      - ${permissionText(one)}`)]),
    ...notes.map((note) => `    # ${note}`),
  ];
}

/** Organization apps by their manifest id, which stays when the app is uploaded anew, where it means this app alone. */
function identityLine({ externalId, catalogId, distributionMethod, definitions }: HeldApp, survey: Survey): string {
  const isOnly =
    survey.catalog.filter((app) => app.externalId?.toLowerCase() === externalId?.toLowerCase()).length === 1;
  const byManifest = distributionMethod === "organization" && externalId !== null && definitions !== null && isOnly;
  return byManifest && isObjectId(externalId)
    ? `manifestId: ${externalId.toLowerCase()}`
    : `catalogId: ${catalogId.toLowerCase()}`;
}

/** What people's versions require, and what was seen in force; what only a newer version asks for is left to a person. */
function approvedNow({ definitions, holders, consented }: HeldApp): {
  readonly permissions: readonly Permission[];
  readonly clientAppId: string | null;
  readonly notes: readonly string[];
} {
  const installed = new Set(holders.values());
  const published = (definitions ?? []).filter(({ publishingState }) => publishingState === "published");
  const had = published.filter(({ version }) => installed.has(version));
  const required = had.flatMap(({ permissions }) => (permissions.state === "known" ? permissions.permissions : []));
  const permissions = sortPermissions([...required, ...consented]);
  const newest = published
    .flatMap((definition) => {
      const version = definition.version === null ? null : parseVersion(definition.version);
      return version === null ? [] : [{ definition, version }];
    })
    .sort((a, b) => compareVersions(b.version, a.version))[0]?.definition;
  const wanted = newest?.permissions.state === "known" ? newest.permissions.permissions : [];
  const more = permissionsLacking(wanted, permissions);
  const identity = newest?.identity.state === "known" ? newest.identity.clientAppId : null;
  return {
    permissions,
    clientAppId: identity !== null && isObjectId(identity) ? identity : null,
    notes:
      more.length === 0
        ? []
        : [
            `version ${comment(newest?.version ?? "")} is offered and also requires, which is not approved:`,
            ...more.map((one) => `  - ${permissionText(one)}`),
          ],
  };
}

function permissionText({ value, type }: Permission): string {
  const text = /^[A-Za-z][\w.-]*$/.test(value) ? value : JSON.stringify(value);
  return type === "application" ? text : `{ value: ${text}, type: ${type} }`;
}

function assignmentFiles({ name, app, description, version }: AppSummary, survey: Survey): readonly NewFile[] {
  const { crowds, listed, excepted, strangers, notRead } = description;
  const listFile = (suffix: string, people: readonly Person[], ids: readonly string[] = []): NewFile => ({
    path: `lists/${name}${suffix}.csv`,
    text: lines("user", ...people.map(userText), ...ids),
  });
  const [holders, exceptions, unread] = [
    listFile("", listed),
    listFile("-not", excepted, strangers),
    listFile("-unread", notRead),
  ];
  const hasExceptions = excepted.length + strangers.length > 0;
  const more = crowds.length === 0 ? "" : "more ";
  const text = lines(
    `# ${count(app.holders.size, "person has", "people have")} it now, and nobody's version changes by this file.`,
    '# To bring people to what the catalog offers, write a newer range such as ">=2.3", or latest.',
    "apiVersion: trueup/v1",
    "",
    "assignments:",
    `  - app: ${name}`,
    `    version: ${JSON.stringify(version)}`,
    "    to:",
    ...crowds.flatMap((crowd) => {
      const difference =
        crowd.haveNot === 0
          ? `all ${crowd.have} have it`
          : `${crowd.have} have it, ${crowd.haveNot} do not and are excepted below`;
      if (crowd.kind === "everyone") return [`      - everyone: true # ${difference}`];
      const { key, named } = groupKey(crowd.group, survey);
      return [`      - group: ${key} # ${named === null ? "" : `${comment(named)}: `}${difference}`];
    }),
    ...(listed.length === 0
      ? []
      : [`      - usersFrom: ../${holders.path} # ${count(listed.length, `${more}person`, `${more}people`)}`]),
    ...(notRead.length === 0
      ? []
      : [
          `      # What they have could not be read, so they may have it: ${count(notRead.length, "person", "people")}. Take the line out once it is known.`,
          `      - usersFrom: ../${unread.path}`,
        ]),
    ...(hasExceptions
      ? ["    except:", `      - usersFrom: ../${exceptions.path} # in a group above, and without the app`]
      : []),
  );
  return [
    { path: `assignments/${name}.yaml`, text },
    ...(listed.length === 0 ? [] : [holders]),
    ...(notRead.length === 0 ? [] : [unread]),
    ...(hasExceptions ? [exceptions] : []),
  ];
}

/** A group by its name where that means it alone and every reader sees which it is; else by its id, with the name beside it. */
function groupKey(
  { id, displayName }: TenantGroup,
  { sharedNames }: Survey,
): { readonly key: string; readonly named: string | null } {
  const isPlain =
    displayName !== null &&
    displayName !== "" &&
    isGroupName(displayName) &&
    oddCharacter(displayName) === null &&
    !isObjectId(displayName) &&
    !sharedNames.has(displayName.toLowerCase());
  return isPlain ? { key: JSON.stringify(displayName), named: null } : { key: id, named: displayName };
}

/** A principal name that every reader of CSV takes as one field; else the object id. */
function userText({ id, userPrincipalName }: Person): string {
  const isPlain =
    userPrincipalName !== null && isUserName(userPrincipalName) && /^[A-Za-z0-9][^\s,;"'\t]*$/.test(userPrincipalName);
  return isPlain ? userPrincipalName : id;
}

/** What comes from a tenant stays on its line. */
function comment(text: string): string {
  return text
    .replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, " ")
    .trim()
    .slice(0, 100);
}

/** `1,234 people have` */
export function count(amount: number, one: string, many: string): string {
  return `${amount.toLocaleString("en-US")} ${amount === 1 ? one : many}`;
}

function lines(...all: readonly string[]): string {
  return `${all.join("\n")}\n`;
}
