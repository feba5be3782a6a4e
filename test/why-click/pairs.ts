/** A manifest as people write it, without what no condition looks at. */
export type Manifest = Readonly<Record<string, unknown>>;

const BOT = "11111111-1111-4111-8111-111111111111";
const OTHER_BOT = "22222222-2222-4222-8222-222222222222";
const ENTRA = "33333333-3333-4333-8333-333333333333";

export function manifest(changed: Manifest = {}): Manifest {
  return {
    $schema: "https://developer.microsoft.com/json-schemas/teams/v1.19/MicrosoftTeams.schema.json",
    manifestVersion: "1.19",
    version: "1.0.0",
    id: "cf1ba4c7-f94e-4d80-ba90-5594b641a8ee",
    name: { short: "Expenses", full: "Contoso Expenses" },
    staticTabs: [{ entityId: "home", name: "Home", contentUrl: "https://contoso.com", scopes: ["personal"] }],
    ...changed,
  };
}

const bot = (changed: Manifest = {}) => ({ bots: [{ botId: BOT, scopes: ["personal"], ...changed }] });
const rsc = (...names: readonly string[]) => ({
  authorization: { permissions: { resourceSpecific: names.map((name) => ({ name, type: "Application" })) } },
});
const info = (changed: Manifest = {}) => ({
  webApplicationInfo: { id: ENTRA, resource: "api://contoso.com", ...changed },
});
const extension = (changed: Manifest = {}) => ({ composeExtensions: [{ botId: BOT, commands: [], ...changed }] });

interface Pair {
  readonly name: string;
  readonly old: Manifest;
  readonly new: Manifest;
  /** The conditions that apply; `unknown` where it cannot be told. */
  readonly met: readonly string[] | "unknown";
}

/** Versions that follow each other; the second is 1.1.0. */
export const PAIRS: readonly Pair[] = [
  { name: "nothing but the version", old: {}, new: {}, met: [] },
  { name: "a tab more, and another name", old: {}, new: { staticTabs: [], name: { short: "Costs" } }, met: [] },
  { name: "a newer schema", old: { manifestVersion: "1.5" }, new: { manifestVersion: "1.23" }, met: [] },
  { name: "more valid domains", old: { validDomains: [] }, new: { validDomains: ["contoso.com"] }, met: [] },
  { name: "a bot", old: {}, new: bot(), met: ["bot"] },
  { name: "another bot", old: bot(), new: bot({ botId: OTHER_BOT }), met: ["bot"] },
  {
    name: "the same bot, spelled in capitals",
    old: bot({ botId: "ABCDEF00-1111-4111-8111-111111111111" }),
    new: bot({ botId: "abcdef00-1111-4111-8111-111111111111" }),
    met: [],
  },
  { name: "a bot less", old: bot(), new: {}, met: [] },
  {
    name: "a bot beside another one",
    old: bot(),
    new: { bots: [...bot().bots, ...bot({ botId: OTHER_BOT }).bots] },
    met: ["bot"],
  },
  {
    name: "a command of a bot",
    old: bot(),
    new: bot({ commandLists: [{ scopes: ["personal"], commands: [] }] }),
    met: [],
  },
  { name: "a bot that only notifies", old: bot(), new: bot({ isNotificationOnly: true }), met: ["notification-only"] },
  {
    name: "a bot that does not only notify any more",
    old: bot({ isNotificationOnly: true }),
    new: bot(),
    met: ["notification-only"],
  },
  {
    name: "false where nothing was said",
    old: bot(),
    new: bot({ isNotificationOnly: false, supportsFiles: false }),
    met: [],
  },
  { name: "a bot that takes files", old: bot(), new: bot({ supportsFiles: true }), met: ["bot-capabilities"] },
  {
    name: "a bot that calls",
    old: bot({ supportsCalling: false }),
    new: bot({ supportsCalling: true }),
    met: ["bot-capabilities"],
  },
  { name: "a bot that shows video", old: bot(), new: bot({ supportsVideo: true }), met: ["bot-capabilities"] },
  { name: "an Entra application", old: {}, new: info(), met: ["web-application-info"] },
  { name: "another Entra application", old: info(), new: info({ id: OTHER_BOT }), met: ["web-application-info"] },
  {
    name: "another resource of it",
    old: info(),
    new: info({ resource: "api://expenses.contoso.com" }),
    met: ["web-application-info"],
  },
  {
    name: "its keys in another order",
    old: info(),
    new: { webApplicationInfo: { resource: "api://contoso.com", id: ENTRA } },
    met: [],
  },
  { name: "a permission more", old: rsc("A.Read.User"), new: rsc("A.Read.User", "B.Read.User"), met: ["permissions"] },
  { name: "a permission less", old: rsc("A.Read.User", "B.Read.User"), new: rsc("A.Read.User"), met: ["permissions"] },
  {
    name: "permissions in another order",
    old: rsc("A.Read.User", "B.Read.User"),
    new: rsc("B.Read.User", "A.Read.User"),
    met: [],
  },
  {
    name: "another type of a permission",
    old: rsc("A.Read.User"),
    new: { authorization: { permissions: { resourceSpecific: [{ name: "A.Read.User", type: "Delegated" }] } } },
    met: ["permissions"],
  },
  {
    name: "an empty authorization",
    old: {},
    new: { authorization: { permissions: { resourceSpecific: [] } } },
    met: [],
  },
  {
    name: "permissions of the organization",
    old: {},
    new: { authorization: { permissions: { orgWide: [{ name: "A.Read.All", type: "Application" }] } } },
    met: ["permissions"],
  },
  { name: "a messaging extension", old: bot(), new: { ...bot(), ...extension() }, met: ["messaging-extension"] },
  {
    name: "a messaging extension that calls an API",
    old: {},
    new: extension({ botId: undefined, composeExtensionType: "apiBased" }),
    met: ["messaging-extension"],
  },
  {
    name: "a command of a messaging extension",
    old: extension(),
    new: extension({ commands: [{ id: "search" }] }),
    met: [],
  },
  { name: "a messaging extension less", old: extension(), new: {}, met: [] },
  {
    name: "several at once",
    old: {},
    new: { ...bot(), ...rsc("A.Read.User"), ...info(), ...extension() },
    met: ["bot", "web-application-info", "permissions", "messaging-extension"],
  },
  {
    name: "a bot of the first schema",
    old: { manifestVersion: "0.4" },
    new: { manifestVersion: "0.4", bots: [{ mri: "28:bot", scopes: ["team"] }] },
    met: ["bot"],
  },
  { name: "a bot whose id a tool fills in", old: bot(), new: bot({ botId: "${{BOT_ID}}" }), met: "unknown" },
  { name: "bots of an odd form", old: bot(), new: { bots: "none" }, met: "unknown" },
  {
    name: "permissions of an odd form",
    old: {},
    new: { authorization: { permissions: { resourceSpecific: ["A.Read.User"] } } },
    met: "unknown",
  },
  { name: "two apps", old: bot(), new: { ...bot(), id: OTHER_BOT }, met: "unknown" },
  {
    name: "something odd beside what is clear",
    old: { bots: "none" },
    new: { ...bot(), ...rsc("A.Read.User") },
    met: ["permissions"],
  },
];
