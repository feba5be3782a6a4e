import type { Clock } from "../model/clock.ts";
import type { RequestRecord } from "./request-log.ts";
import {
  findUser,
  installationId,
  newestPublished,
  type SandboxInstallation,
  type Subscription,
  type TenantState,
} from "./state.ts";
import { liveSubscriptions } from "./subscriptions.ts";
import type { Definition } from "./schema.d.ts";
import type { UserChange } from "./schema-check.ts";
import {
  type CatalogApp,
  readDefinition,
  type TenantGroup,
  type TenantUser,
  WITH_TEAMS,
  WITHOUT_TEAMS,
} from "./tenant.ts";

/**
 * What the tenant really has now, whatever reads still show; and ways to change it from outside of Graph. What names
 * something that is not there throws NoSuchThing.
 */
export interface World {
  /** Every request so far, in the order of arrival. The list grows. */
  readonly requests: readonly RequestRecord[];
  /** Forgets the requests so far. */
  readonly clearRequests: () => void;
  /** What a user has, by principal name or id; built-in apps come first. */
  readonly installationsOf: (userName: string) => readonly SandboxInstallation[];
  /** What everyone has besides nothing, by principal name: the users without any installation are left out. */
  readonly snapshot: () => Readonly<Record<string, readonly SandboxInstallation[]>>;
  /** Takes an app from what a user has, as the user or another tool may. */
  readonly removeInstallation: (userName: string, appId: string) => void;
  /** Gives a user an app at a version, as the user or another tool may; the newest one where none is named. */
  readonly putInstallation: (userName: string, appId: string, version?: string) => void;
  /** What is subscribed to now. */
  readonly subscriptions: () => readonly Subscription[];
  /** Takes a subscription away, as Graph may. */
  readonly dropSubscription: (id: string) => Subscription;
  /** Adds a version to an app of the catalog, or replaces what that version says. */
  readonly publish: (appId: string, definition: Definition) => void;
  /** Takes an app from the catalog and puts it there again under another id, as an upload anew does. */
  readonly reupload: (appId: string, newId: string) => void;
  /** Takes an app from the catalog; installations stay. */
  readonly unlist: (appId: string) => void;
  /** The member is a user, or else a group. */
  readonly addMember: (groupName: string, memberName: string) => void;
  readonly removeMember: (groupName: string, memberName: string) => void;
  /** Takes a user out of the directory and so out of all groups, as a deleted account is. */
  readonly removeUser: (userName: string) => void;
  /** Brings a user back who was taken out, with all memberships. `isTold`: whether delta queries tell of the memberships. */
  readonly restoreUser: (userName: string, isTold: boolean) => void;
  /** Changes properties of a user. */
  readonly changeUser: (userName: string, changed: UserChange) => void;
  /** Deletes a group; its members stay, and those it had of other groups. */
  readonly removeGroup: (groupName: string) => void;
}

/** An app, group or user that the tenant does not have. */
export class NoSuchThing extends Error {
  override readonly name = "NoSuchThing";
}

/** The world of a tenant. */
export function createWorld(state: TenantState, requests: RequestRecord[], clock: Pick<Clock, "now">): World {
  const { membership, catalog } = state;
  const appOf = (appId: string): CatalogApp => {
    const app = catalog.get(appId.toLowerCase());
    if (app === undefined) throw new NoSuchThing(`the catalog has no app ${appId}`);
    return app;
  };
  const userOf = (name: string): TenantUser => {
    const user = findUser(state, name);
    if (user === null) throw new NoSuchThing(`there is no user "${name}"`);
    return user;
  };
  const groupOf = (name: string): TenantGroup => {
    const group = membership.groupNamed(name);
    if (group === null) throw new NoSuchThing(`there is no group "${name}"`);
    return group;
  };
  const note = (kind: "user" | "group" | "member", id: string, memberId: string | null = null): void =>
    state.log.note({ kind, id, memberId }, clock.now());
  const noteMemberships = (userId: string): void => {
    for (const { id, members } of membership.groups()) if (members.includes(userId)) note("member", id, userId);
  };
  return {
    requests,
    clearRequests: () => {
      requests.length = 0;
    },
    installationsOf: (userName) => state.installationsOf(userOf(userName).id),
    snapshot: () =>
      Object.fromEntries(
        state.users
          .map((user) => [user.userPrincipalName, state.installationsOf(user.id)] as const)
          .filter(([, installations]) => installations.length > 0),
      ),
    removeInstallation: (userName, appId) => {
      const { id } = userOf(userName);
      const all = state.installationsOf(id);
      const others = all.filter(({ app }) => app.id !== appId.toLowerCase());
      if (others.length === all.length) throw new NoSuchThing(`"${userName}" does not have the app ${appId}`);
      state.change(id, clock.now(), others);
    },
    putInstallation: (userName, appId, version) => {
      const { id: userId } = userOf(userName);
      const { definitions, ...app } = appOf(appId);
      const wanted = version ?? newestPublished({ ...app, definitions })?.version;
      const definition = definitions.find((one) => one.version === wanted);
      if (definition === undefined) throw new NoSuchThing(`the app ${appId} has no version ${wanted ?? "to install"}`);
      const all = state.installationsOf(userId);
      const id = all.find((one) => one.app.id === app.id)?.id ?? installationId(userId, app.id);
      const installation = { id, app, version: definition.version, consent: definition.permissions ?? [] };
      state.change(userId, clock.now(), [...all.filter((one) => one.app.id !== app.id), installation]);
    },
    subscriptions: () => liveSubscriptions(state, clock.now()),
    dropSubscription: (id) => {
      const found = state.subscriptions.get(id.toLowerCase());
      if (found === undefined) throw new NoSuchThing(`there is no subscription ${id}`);
      state.subscriptions.delete(found.id);
      return found;
    },
    publish: (appId, definition) => {
      const app = appOf(appId);
      const others = app.definitions.filter(({ version }) => version !== definition.version);
      catalog.set(app.id, { ...app, definitions: [...others, readDefinition(definition, app)] });
    },
    reupload: (appId, newId) => {
      const app = appOf(appId);
      catalog.delete(app.id);
      catalog.set(newId.toLowerCase(), { ...app, id: newId.toLowerCase() });
    },
    unlist: (appId) => {
      catalog.delete(appOf(appId).id);
    },
    addMember: (groupName, memberName) => {
      const group = groupOf(groupName);
      const id = findUser(state, memberName)?.id ?? membership.groupNamed(memberName)?.id ?? userOf(memberName).id;
      membership.setMembers(group.id, [...group.members, id]);
      note("member", group.id, id);
    },
    removeMember: (groupName, memberName) => {
      const group = groupOf(groupName);
      const id = findUser(state, memberName)?.id ?? membership.groupNamed(memberName)?.id ?? userOf(memberName).id;
      membership.setMembers(
        group.id,
        group.members.filter((member) => member !== id),
      );
      note("member", group.id, id);
    },
    removeUser: (userName) => {
      const user = userOf(userName);
      state.removeUser(user);
      note("user", user.id);
      noteMemberships(user.id);
    },
    restoreUser: (userName, isTold) => {
      const user = [...state.removed.values()].find(({ id, userPrincipalName }) =>
        [id, userPrincipalName.toLowerCase()].includes(userName.toLowerCase()),
      );
      if (user === undefined) throw new NoSuchThing(`no user "${userName}" was deleted`);
      state.putUser(user);
      note("user", user.id);
      if (isTold) noteMemberships(user.id);
    },
    changeUser: (userName, { teams, ...changed }) => {
      const user = userOf(userName);
      const plans = teams === undefined ? {} : { assignedPlans: teams ? WITH_TEAMS : WITHOUT_TEAMS };
      state.putUser({ ...user, ...changed, ...plans });
      note("user", user.id);
    },
    removeGroup: (groupName) => {
      const { id } = groupOf(groupName);
      const within = membership.groups().filter(({ members }) => members.includes(id));
      membership.removeGroup(id);
      note("group", id);
      for (const group of within) note("member", group.id, id);
    },
  };
}
