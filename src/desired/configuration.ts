import type { Constraint } from "../model/constraint.ts";
import type { App, Ensure } from "../model/desired.ts";
import type { Diagnostic, SourceLocation } from "../model/diagnostic.ts";
import type { Exception } from "../model/exception.ts";
import type { Permission } from "../model/permission.ts";
import type { Lock } from "../model/lock.ts";
import type { PolicyRules } from "../model/policy.ts";
import type { Ring, RolloutRules } from "../model/rollout.ts";
import type { Window } from "../model/window.ts";

/**
 * The desired state as the files say it, checked and normalized, with the place of everything. Names of users and
 * groups are still names; `resolve` asks the directory.
 */
export interface Configuration {
  /** Lower case; null when no file names one. */
  readonly tenantId: string | null;
  /** Sorted by name. */
  readonly apps: readonly App[];
  /** Which definitions were reviewed; null: there is no lock file. */
  readonly lock: Lock | null;
  /** Sorted by file and line. The short form `users:` becomes one assignment for each user and app. */
  readonly assignments: readonly AssignmentConfiguration[];
  /** Sorted by app; one for each app that has one, its own or the default. */
  readonly rollouts: readonly RolloutConfiguration[];
  /** Sorted by file and line. */
  readonly exceptions: readonly ExceptionConfiguration[];
  readonly policy: PolicyConfiguration;
}

/** Deviations that somebody accepts for a time, as written. */
export interface ExceptionConfiguration extends Omit<Exception, "userIds" | "unread"> {
  /** Never empty. */
  readonly to: readonly TargetConfiguration[];
}

/** A rollout as written. */
export interface RolloutConfiguration extends RolloutRules {
  readonly rings: readonly Ring<RingConfiguration>[];
}

/** Who is in a ring, as written. */
export type RingConfiguration =
  | { readonly kind: "named"; readonly to: readonly TargetConfiguration[] }
  | { readonly kind: "share"; readonly share: number; readonly atLeast: number }
  | { readonly kind: "everybody-else" };

/** One assignment as written: which versions of an app for whom. */
export interface AssignmentConfiguration {
  readonly app: string;
  readonly ensure: Ensure;
  /** Null exactly for `absent` and `leave`. */
  readonly version: Constraint | null;
  readonly priority: number;
  /** Which accounts `everyone` means; never empty. */
  readonly accountTypes: readonly AccountType[];
  /** Never empty. */
  readonly to: readonly TargetConfiguration[];
  readonly except: readonly TargetConfiguration[];
  readonly source: SourceLocation;
}

/** `resource`: a room, panel, phone or shared device. */
export type AccountType = "person" | "resource";

/** Who is meant, as written. `source` is the place of the target itself. */
export type TargetConfiguration =
  | { readonly kind: "user"; readonly name: string; readonly source: SourceLocation }
  /** `allowEmpty`: that it has no members is as it should be. */
  | { readonly kind: "group"; readonly name: string; readonly allowEmpty: boolean; readonly source: SourceLocation }
  /** `name` is the path as written; `users` are the first fields of its rows, without duplicates. */
  | {
      readonly kind: "usersFrom";
      readonly name: string;
      readonly users: readonly string[];
      readonly source: SourceLocation;
    }
  | { readonly kind: "everyone"; readonly name: "everyone"; readonly source: SourceLocation };

/** The policy as written, with its defaults filled in. */
export interface PolicyConfiguration extends PolicyRules {
  readonly protectedUsers: readonly Extract<TargetConfiguration, { kind: "user" | "group" }>[];
  /** By section, the globs of the files in which it may stand. A section that is not here may stand anywhere. */
  readonly sections: Readonly<Record<string, readonly string[]>>;
  /** By name. */
  readonly windows: ReadonlyMap<string, Window>;
}

/** What was loaded: for people (`diagnostics`) and for the plan's header (`digest`). */
export interface Loaded {
  /** Null when there is any error among the diagnostics. */
  readonly configuration: Configuration | null;
  /** Errors and warnings, sorted by file, line, column, code. */
  readonly diagnostics: readonly Diagnostic[];
  /** Every YAML file read, relative to PATH, with its text, and lists as far as a message is about a line of theirs. */
  readonly files: ReadonlyMap<string, string>;
  /** Every file read, relative to PATH or to the folder of the file at PATH, lists and the lock file included. */
  readonly sources: readonly string[];
  /** `sha256:` and the SHA-256 over the sorted (path, SHA-256) pairs of every file read, lists included. */
  readonly digest: string;
  /** Where each approved permission of an app stands, by {@link approvalKey}. */
  readonly approvedAt: ReadonlyMap<string, SourceLocation>;
}

/** An approved permission of an app as one text. */
export function approvalKey(app: string, { value, type }: Permission): string {
  return `${app} ${type} ${value}`;
}
