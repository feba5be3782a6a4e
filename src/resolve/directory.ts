/** A user as the directory gives it. Properties that the answer did not hold are null: unknown, not empty. */
export interface DirectoryUser {
  readonly id: string;
  readonly userPrincipalName: string | null;
  readonly accountEnabled: boolean | null;
  /** Graph: `Member` or `Guest`. */
  readonly userType: string | null;
  readonly assignedPlans: readonly AssignedPlan[] | null;
}

/** A service plan of an account (Graph: `assignedPlan`). */
export interface AssignedPlan {
  readonly service: string | null;
  readonly servicePlanId: string | null;
  /** Graph: `Enabled`, `Warning`, `Suspended`, `Deleted`, `LockedOut`. */
  readonly capabilityStatus: string | null;
}

/** A group as the directory gives it. */
export interface DirectoryGroup {
  readonly id: string;
  readonly displayName: string | null;
}

/** The answer for one name. */
export type UserLookup =
  | { readonly state: "found"; readonly user: DirectoryUser }
  | { readonly state: "not-found" }
  | { readonly state: "unreadable"; readonly detail: string };

/** What `resolve` needs of the directory. Errors of scope `target` concern the one call; errors of scope `run` end the run. */
export interface Directory {
  /**
   * One answer for each name (principal name or object id, compared without case), however many there are.
   * A name that fails is `unreadable`; the others are answered all the same.
   */
  findUsers(names: readonly string[]): Promise<ReadonlyMap<string, UserLookup>>;

  /**
   * The groups that a name fits: an object id at most one, a display name none, one or several (compared without case).
   * @throws GraphError
   */
  findGroups(name: string): Promise<readonly DirectoryGroup[]>;

  /**
   * Names that begin so: display names of groups or principal names of users, perhaps not all. For "did you mean" only.
   * @throws GraphError
   */
  namesLike(kind: "user" | "group", beginning: string): Promise<readonly string[]>;

  /**
   * All users in a group, nested members included, a page at a time. Members that are no users are left out.
   * @throws GraphError when a page fails, and where members are hidden from the token: what was yielded before is true but not all.
   */
  readMembers(groupId: string): AsyncIterable<readonly DirectoryUser[]>;

  /**
   * The ids of the accounts that Teams takes for resources: rooms, panels, phones and shared devices. Null: the token's roles
   * do not show it.
   * @throws GraphError
   */
  readResourceAccounts(): Promise<ReadonlySet<string> | null>;

  /**
   * Every user of the tenant, a page at a time.
   * @throws GraphError when a page fails: what was yielded before is true but not all. With the code `unusable-entries` at
   * the end, what was yielded is everybody but some whose ids cannot be used, and who therefore cannot be written to.
   */
  readAllUsers(): AsyncIterable<readonly DirectoryUser[]>;
}
