import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { parse, stringify } from "yaml";
import schema from "../../schemas/desired-state.schema.json" with { type: "json" };
import { load } from "../../src/desired/load.ts";
import { renderDiagnostics } from "../../src/report/diagnostics.ts";
import type { Chance } from "./chance.ts";
import { mutateText, mutateValue } from "./mutate.ts";
import { anyOf, type Grammar } from "./schema-grammar.ts";
import { rawIn, type Target } from "./target.ts";

const LANGUAGE: Grammar = {
  schema,
  words: {
    objectId: ["3f6c1f0e-0000-4000-8000-000000000001", "CF1BA4C7-0000-4000-8000-000000000003"],
    permissionType: ["application", "Delegated"],
    sharedFile: ["shared/apps/expenses.yaml", "shared/constructor.yml"],
    appName: ["expenses", "onboarding", "constructor"],
    userName: [
      "adele@contoso.com",
      "MEGAN@contoso.com",
      "o'brien+x@contoso.com",
      "4f1c0f3a-0000-4000-8000-000000000002",
    ],
    version: [
      "latest",
      "latest <3",
      "latest 2.x",
      ">=2.3 <3",
      "2.x",
      "2.3.1",
      "~2.3",
      "1.10",
      "^1 || >=3",
      "1.2 - 1.8",
    ],
    owner: ["@contoso/expenses", "Ünï ✓ <b>"],
    permissionName: ["TeamsActivity.Send.User", "CameraStream.Read.User"],
    groupTarget: ["Finance", "Finance Interns", "5a0c0000-0000-4000-8000-000000000004", "Ünï ✓"],
    listPath: ["list.csv", "./folder/../list.csv", "missing.csv", "../outside.csv", "folder", "/etc/hostname"],
    limit: ["0%", "20%", "100%"],
    "": ["because", "Ünï ✓ <b>", "Europe/Berlin", "https://desk.contoso.com/health", "sum(up)", "< 3"],
    day: ["2027-01-31", "2027-02-30", "1999-12-31"],
    windowName: ["weekdays", "nights"],
    timeOfDay: ["08:00", "16:00", "24:00", "00:00"],
    jsonPointer: ["", "/state", "/a~1b/0"],
    signalVariable: ["TRUEUP_SIGNAL_TOKEN"],
    plainName: ["it", "pilot", "everyone"],
    duration: ["0s", "4h", "3d", "1.5h"],
    percent: ["0%", "2%", "20%", "100%"],
    threshold: ["2%", "100%"],
    digest: [`sha256:${"a".repeat(64)}`],
    haltName: [`sha256:${"a".repeat(64)}/1`],
    condition: ["< 3", ">= 10", "green"],
    globs: ["**", "apps/**", "*.yaml", "{a,b}/[c]?"],
  },
};

/** What no document can be told that the schema allows and that is written as YAML is written. */
const OF_THE_SHAPE = new Set([
  "invalid-yaml",
  "duplicate-key",
  "yaml-alias",
  "yaml-tag",
  "yaml-version",
  "not-text",
  "not-desired-state",
  "unknown-key",
  "missing-key",
  "wrong-type",
  "version-is-number",
  "invalid-id",
  "invalid-name",
  "not-a-user",
]);

/** The desired state, made from the grammar of its language: several files, in any style of YAML, some with a part that is hostile. */
export async function grammarTarget(): Promise<Target> {
  const root = await mkdtemp(join(tmpdir(), "trueup-grammar-"));
  const folder = join(root, "state");
  await mkdir(join(folder, "folder"), { recursive: true });
  await writeFile(join(folder, "list.csv"), "adele@contoso.com\nmegan@contoso.com\n");
  await writeFile(join(root, "outside.csv"), "outsider@contoso.com\n");
  const isOfTheLanguage = new Ajv2020({ strict: false }).compile(schema);
  return {
    async tryOne(chance) {
      const { texts, isWellFormed } = anyFiles(chance);
      for (const [path, text] of texts) await writeFile(join(folder, path), text);
      const { configuration, diagnostics, files } = await load(folder);
      const raw = rawIn([...renderDiagnostics(diagnostics, files, { color: false })].join(""));
      if (raw !== null) return raw;
      const errors = diagnostics.filter(({ severity }) => severity === "error");
      if ((configuration === null) !== errors.length > 0)
        return `${errors.length} errors, yet a configuration is ${configuration === null ? "not " : ""}there`;
      if (isWellFormed) {
        const refused = errors.find(({ code }) => OF_THE_SHAPE.has(code));
        return refused === undefined ? null : `what the schema allows is refused: ${refused.code}: ${refused.message}`;
      }
      if (configuration === null) return null;
      const strange = texts.find(([, text]) => !isOfTheLanguage(parse(text)));
      return strange === undefined ? null : `what the schema does not allow is accepted: ${strange[0]}`;
    },
    close: () => rm(root, { recursive: true, force: true }),
  };
}

const PATHS = ["policy.yaml", "state.yaml", "folder/more.yml"] as const;

/** Always the same files, so that none is left of the case before. */
function anyFiles(chance: Chance): {
  readonly texts: readonly (readonly [string, string])[];
  readonly isWellFormed: boolean;
} {
  const isWellFormed = chance.onceIn(2);
  const documents = PATHS.map((path) => [path, anyOf(LANGUAGE, schema, chance)] as const);
  const hostile = isWellFormed ? -1 : chance.number(PATHS.length);
  const texts = documents.map(([path, document], index): readonly [string, string] => {
    if (index !== hostile) return [path, written(document, chance)];
    const text = written(chance.onceIn(3) ? document : mutateValue(document, chance), chance);
    return [path, chance.onceIn(2) ? mutateText(text, [text], chance) : text];
  });
  return { texts, isWellFormed };
}

/** In one of the many styles of YAML. */
function written(document: unknown, chance: Chance): string {
  if (chance.onceIn(5)) return JSON.stringify(document);
  const text = stringify(document, {
    collectionStyle: chance.pick(["any", "flow", "block"]),
    defaultStringType: chance.pick(["PLAIN", "QUOTE_DOUBLE", "QUOTE_SINGLE"]),
    indent: chance.pick([2, 4]),
    lineWidth: chance.pick([0, 80]),
    aliasDuplicateObjects: false,
  });
  const framed = chance.pick([text, `---\n${text}`, `# comment\n\n${text}...\n`, `\uFEFF${text}`]);
  return chance.onceIn(4) ? framed.replaceAll("\n", "\r\n") : framed;
}
