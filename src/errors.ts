import type { Diagnostic } from "./model/diagnostic.ts";

/** A bad flag, argument or environment variable. The user's to mend. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly hint: string | null;

  constructor(message: string, hint: string | null = null) {
    super(message);
    this.hint = hint;
  }
}

/** The desired state holds errors: all of them are in `diagnostics`, never only the first. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly diagnostics: readonly Diagnostic[];
  /** The text of the files by the names that the diagnostics use, to show source lines; may lack some. */
  readonly files: ReadonlyMap<string, string>;

  constructor(diagnostics: readonly Diagnostic[], files: ReadonlyMap<string, string> = new Map()) {
    super(
      `the desired state has ${diagnostics.filter((diagnostic) => diagnostic.severity === "error").length} error(s)`,
    );
    this.diagnostics = diagnostics;
    this.files = files;
  }
}

/** The desired state could not be fetched from git, or is not signed as it has to be. The administrator's to mend. */
export class SourceError extends Error {
  override readonly name = "SourceError";
  readonly hint: string | null;

  constructor(message: string, hint: string | null = null, options?: ErrorOptions) {
    super(message, options);
    this.hint = hint;
  }
}

/** No token, a refused one, one for another tenant, or a role that is missing. The administrator's to mend. */
export class SignInError extends Error {
  override readonly name = "SignInError";
  /** Stable, kebab-case, for example `token-refused`. */
  readonly code: string;
  readonly hint: string | null;

  constructor(code: string, message: string, hint: string | null = null, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.hint = hint;
  }
}

/** The code of a list that was read to its end and holds entries that nobody can use; all others were given. */
export const UNUSABLE_ENTRIES = "unusable-entries";

/** A request to Graph that was refused or failed for good; retries are behind it. */
export class GraphError extends Error {
  override readonly name = "GraphError";
  /** Graph's own code (`Forbidden`), or ours in kebab-case where Graph gave none (`unexpected-shape`, `connection-failed`). */
  readonly code: string;
  /** HTTP status; null when there was no answer. */
  readonly status: number | null;
  /** Graph's `request-id`, or the `client-request-id` that was sent where no answer came. */
  readonly requestId: string | null;
  /** `run`: nothing else will work either, end the run. `target`: only this user, group or app is concerned. */
  readonly scope: "run" | "target";

  constructor(
    message: string,
    facts: { code: string; status?: number | null; requestId?: string | null; scope: "run" | "target" },
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.code = facts.code;
    this.status = facts.status ?? null;
    this.requestId = facts.requestId ?? null;
    this.scope = facts.scope;
  }
}

/** A case that cannot happen. Ours to mend. */
export class InternalError extends Error {
  override readonly name = "InternalError";
}

/** Names of the system (https://man7.org/linux/man-pages/man3/errno.3.html), and what they mean to people. */
const SYSTEM_WORDS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EADDRINUSE: "another program listens there",
  EADDRNOTAVAIL: "this machine has no such address",
  EAI_AGAIN: "the name cannot be looked up now",
  EBUSY: "it is in use",
  ECONNREFUSED: "nothing answers there",
  ECONNRESET: "the connection was cut",
  EDQUOT: "no more may be kept there",
  EEXIST: "it is there already",
  EHOSTUNREACH: "there is no way to that machine",
  EISDIR: "it is a folder",
  ELOOP: "its links lead round in a circle",
  EMFILE: "too many files are open",
  ENAMETOOLONG: "the name is too long",
  ENETUNREACH: "there is no network that leads there",
  ENOENT: "there is no such file or folder",
  ENOSPC: "the disk is full",
  ENOTDIR: "a part of its path is no folder",
  ENOTFOUND: "there is no machine of that name",
  EPERM: "permission denied",
  EPIPE: "the reader went away",
  EROFS: "the disk can only be read",
  ETIMEDOUT: "there was no answer in time",
};

/** The words for the system's name of an error; null for a name that is not known. */
export function systemWords(code: string | null): string | null {
  return code !== null && Object.hasOwn(SYSTEM_WORDS, code) ? (SYSTEM_WORDS[code] ?? null) : null;
}

/** Why something failed, for people: what the system says of files and connections in words, and without their paths. */
export function causeOf(error: unknown): string {
  return systemWords(errorCode(error)) ?? messageOf(error);
}

/** The name that the system or a library gave an error (`ENOENT`); null where it has none. */
export function errorCode(error: unknown): string | null {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
}

/** What an error says, or what was thrown instead of one, as text. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
