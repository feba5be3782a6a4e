import { isJsonObject, type JsonObject } from "../model/json-object.ts";
/** What is compared of one version of an app. A value that cannot be told is null, never an empty list. */
export interface AppVersionFacts {
  /** For people: where it is from. */
  readonly name: string;
  /** The app's own id; null: not told. */
  readonly id: string | null;
  readonly version: string;
  readonly hasBot: boolean | null;
  /** By id, in lower case. */
  readonly bots: ReadonlyMap<string, BotFacts> | null;
  /** One text each, which differs when the extension is another one. */
  readonly messagingExtensions: readonly string[] | null;
  /** As one text that does not depend on the order of keys; empty: there is none. */
  readonly webApplicationInfo: string | null;
  /** False: that text is a part of it, so that two may differ where the texts do not. */
  readonly isInfoWhole: boolean;
  /** `Name (type)`, sorted. */
  readonly permissions: readonly string[] | null;
}

/** The properties of a bot whose change is a condition. */
export interface BotFacts {
  readonly isNotificationOnly: boolean;
  readonly supportsCalling: boolean;
  readonly supportsVideo: boolean;
  readonly supportsFiles: boolean;
}

/** Why a text is no manifest of a version, for people. */
export type Parsed =
  | { readonly kind: "manifest"; readonly facts: AppVersionFacts }
  | { readonly kind: "none"; readonly why: string };

/** Reads the text of a manifest, of any version of its schema: https://learn.microsoft.com/microsoft-365/extensibility/schema/ */
export function parseManifest(text: string, name: string): Parsed {
  let manifest: unknown;
  try {
    // Editors on Windows begin files with a byte order mark; RFC 8259 lets a reader pass over it.
    manifest = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    return { kind: "none", why: `it is no JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  if (!isJsonObject(manifest)) return { kind: "none", why: "it is JSON, but no manifest: it holds no object" };
  const { version, id } = manifest;
  if (typeof version === "number")
    return { kind: "none", why: `its "version" is the number ${version}, and not a text: quote it` };
  if (typeof version !== "string" || version.trim() === "")
    return { kind: "none", why: 'it has no "version", by which Teams tells whether it is new' };
  const bots = botsOf(manifest["bots"]);
  return {
    kind: "manifest",
    facts: {
      name,
      id: typeof id === "string" ? id.toLowerCase() : null,
      version,
      hasBot: bots === null ? null : bots.size > 0,
      bots,
      messagingExtensions: extensionsOf(manifest["composeExtensions"]),
      webApplicationInfo: infoOf(manifest["webApplicationInfo"]),
      isInfoWhole: true,
      permissions: permissionsOf(manifest["authorization"]),
    },
  };
}

function botsOf(value: unknown): ReadonlyMap<string, BotFacts> | null {
  const bots = listOf(value);
  if (bots === null) return null;
  const found = new Map<string, BotFacts>();
  for (const bot of bots) {
    const id = idOf(bot);
    const flags = FLAGS.map((flag) => bot[flag] ?? false);
    const [isNotificationOnly, supportsCalling, supportsVideo, supportsFiles] = flags;
    if (id === null || !isFlag(isNotificationOnly) || !isFlag(supportsCalling)) return null;
    if (!isFlag(supportsVideo) || !isFlag(supportsFiles)) return null;
    found.set(id, { isNotificationOnly, supportsCalling, supportsVideo, supportsFiles });
  }
  return found;
}

const FLAGS = ["isNotificationOnly", "supportsCalling", "supportsVideo", "supportsFiles"] as const;

/** `mri` is what the first schema had. What a tool still has to fill in names nothing. */
function idOf({ botId, mri }: JsonObject): string | null {
  const id = botId ?? mri;
  return typeof id === "string" && id !== "" && !isTemplate(id) ? id.toLowerCase() : null;
}

/** An extension is a bot's, or one that calls an API. */
function extensionsOf(value: unknown): readonly string[] | null {
  const extensions = listOf(value);
  if (extensions === null) return null;
  const names = extensions.map((extension) => {
    if (extension["composeExtensionType"] === "apiBased") return "of an API";
    const id = idOf(extension);
    return id === null ? null : `of bot ${id}`;
  });
  return names.every((name) => name !== null) ? names : null;
}

function infoOf(value: unknown): string | null {
  if (value === undefined || value === null) return "";
  if (!isJsonObject(value)) return null;
  const text = sortedText(value, 0);
  return text === null || isTemplate(text) ? null : text.toLowerCase();
}

/** Deeper than any manifest goes. */
const DEEPEST = 50;

function sortedText(value: unknown, depth: number): string | null {
  if (depth > DEEPEST) return null;
  if (Array.isArray(value))
    return joined(
      "[",
      value.map((item) => sortedText(item, depth + 1)),
      "]",
    );
  if (!isJsonObject(value)) return JSON.stringify(value);
  const members = Object.keys(value)
    .sort()
    .map((key) => {
      const text = sortedText(value[key], depth + 1);
      return text === null ? null : `${JSON.stringify(key)}:${text}`;
    });
  return joined("{", members, "}");
}

function joined(begin: string, parts: readonly (string | null)[], end: string): string | null {
  return parts.every((part) => part !== null) ? `${begin}${parts.join(",")}${end}` : null;
}

/** Of every kind that stands in `authorization.permissions`, such as `resourceSpecific`. */
function permissionsOf(authorization: unknown): readonly string[] | null {
  if (authorization === undefined || authorization === null) return [];
  if (!isJsonObject(authorization)) return null;
  const { permissions } = authorization;
  if (permissions === undefined || permissions === null) return [];
  if (!isJsonObject(permissions)) return null;
  const names: string[] = [];
  for (const list of Object.values(permissions)) {
    const items = listOf(list);
    if (items === null) return null;
    for (const { name, type } of items) {
      if (typeof name !== "string" || isTemplate(name)) return null;
      names.push(typeof type === "string" ? `${name} (${type.toLowerCase()})` : name);
    }
  }
  return [...new Set(names)].sort();
}

/** What is left out is empty; anything else than a list of objects cannot be told. */
function listOf(value: unknown): readonly JsonObject[] | null {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) && value.every(isJsonObject) ? value : null;
}

/** Tools fill in `${{BOT_ID}}` before they make the package. */
function isTemplate(text: string): boolean {
  return /\{\{.*\}\}|%[A-Z_-]+%/s.test(text);
}

function isFlag(value: unknown): value is boolean {
  return typeof value === "boolean";
}
