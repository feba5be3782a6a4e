import { describe, expect, it } from "vitest";
import { ConfigError } from "../../src/errors.ts";
import { type Files, placed } from "../desired/folder.ts";
import { CONTOSO_ID, fleetYaml, loadFleet, OWN_ID, STATE, TWO_TENANTS } from "./fleet-folder.ts";

const FOLDERS: Files = { "tenants/own/state.yaml": STATE, "tenants/contoso/state.yaml": STATE };
const OWN = `own: { tenant: ${OWN_ID} }`;
const CONTOSO = `contoso: { tenant: ${CONTOSO_ID} }`;

describe("a fleet", () => {
  it("lists its tenants by name, with their credentials by reference, schedules, labels and rings", async () => {
    const text = fleetYaml(
      [
        OWN,
        `contoso: { tenant: ${CONTOSO_ID.toUpperCase()}, schedule: "0 20 * * *", labels: { region: emea }, credentials: { environment: CONTOSO_ } }`,
      ],
      'schedule: "0 6 * * *"\ntimeZone: Europe/Berlin\nrings: [{ tenants: [own] }]\n',
    );
    const { fleet } = await loadFleet({ ...FOLDERS, "fleet.yaml": text });
    expect(fleet).toMatchObject({
      timeZone: "Europe/Berlin",
      rings: [["own"]],
      warnings: [],
      tenants: [
        {
          name: "contoso",
          tenantId: CONTOSO_ID,
          credentials: { kind: "environment", prefix: "CONTOSO_" },
          schedule: "0 20 * * *",
          labels: { region: "emea" },
          ring: 1,
        },
        { name: "own", tenantId: OWN_ID, credentials: { kind: "process" }, schedule: "0 6 * * *", labels: {}, ring: 0 },
      ],
    });
  });

  it("warns of a folder that no tenant names", async () => {
    const { fleet } = await loadFleet({
      ...FOLDERS,
      "fleet.yaml": TWO_TENANTS,
      "tenants/fabrikam/state.yaml": STATE,
      "tenants/_old/state.yaml": STATE,
    });
    expect(fleet.warnings.map(placed)).toEqual(["fleet.yaml:2:1 unlisted-tenant"]);
  });
});

describe("what is wrong with the file as a whole refuses the fleet", () => {
  it.each<[string, string, readonly string[]]>([
    ["a key that is none", fleetYaml([OWN], "rigns: []\n"), ["fleet.yaml:4:1 unknown-key"]],
    ["no tenant", "fleetVersion: 1\ntenants: {}\n", ["fleet.yaml:2:10 invalid-value"]],
    ["an empty file", "", ["fleet.yaml:1:1 wrong-type"]],
    ["no version", `tenants:\n  ${OWN}\n`, ["fleet.yaml:1:1 missing-key"]],
    ["a newer version", "fleetVersion: 2\nnews: true\n", ["fleet.yaml:1:15 fleet-version"]],
    ["what is no YAML", "tenants: [\n", ["fleet.yaml:2:1 invalid-yaml"]],
    ["a tenant twice", fleetYaml([OWN, OWN]), ["fleet.yaml:4:3 duplicate-key"]],
    ["an alias", fleetYaml([`own: &a { tenant: ${OWN_ID} }`]), ["fleet.yaml:3:11 yaml-alias"]],
    [
      "a ring with a tenant that is none",
      fleetYaml([OWN], "rings: [{ tenants: [onw] }]\n"),
      ["fleet.yaml:4:21 unknown-tenant"],
    ],
    [
      "a tenant in two rings",
      fleetYaml([OWN], "rings:\n  - { tenants: [own] }\n  - { tenants: [own] }\n"),
      ["fleet.yaml:6:17 said-twice"],
    ],
    ["an empty ring", fleetYaml([OWN], "rings: [{ tenants: [] }]\n"), ["fleet.yaml:4:20 invalid-value"]],
    ["a schedule that is none", fleetYaml([OWN], "schedule: daily\n"), ["fleet.yaml:4:11 invalid-schedule"]],
    [
      "a time zone that is none",
      fleetYaml([OWN], 'schedule: "0 6 * * *"\ntimeZone: Europe/Berlni\n'),
      ["fleet.yaml:5:11 invalid-time-zone"],
    ],
    [
      "a time zone that is none, and no schedule",
      fleetYaml([OWN], "timeZone: Berlin\n"),
      ["fleet.yaml:4:11 invalid-time-zone"],
    ],
    [
      "a time zone and a schedule that are none",
      fleetYaml([OWN], "schedule: daily\ntimeZone: Berlin\n"),
      ["fleet.yaml:4:11 invalid-schedule", "fleet.yaml:5:11 invalid-time-zone"],
    ],
  ])("%s", async (_name, text, expected) => {
    const problems = await loadFleet({ ...FOLDERS, "fleet.yaml": text }).catch((error: unknown) => error);
    expect(problems).toBeInstanceOf(ConfigError);
    expect(problems instanceof ConfigError ? problems.diagnostics.map(placed) : []).toEqual(expected);
  });

  it("a folder without fleet.yaml", async () => {
    await expect(loadFleet(FOLDERS)).rejects.toMatchObject({ diagnostics: [{ code: "not-a-fleet" }] });
  });
});

it("tells whoever writes a secret into the file where it belongs", async () => {
  const line = `contoso: { tenant: ${CONTOSO_ID}, clientSecret: x }`;
  const { fleet } = await loadFleet({ ...FOLDERS, "fleet.yaml": fleetYaml([OWN, line]) });
  const [contoso] = fleet.tenants;
  expect(contoso?.state === "refused" ? contoso.diagnostics[0]?.hint : null).toContain("no secret stands in this file");
});

describe("what is wrong with one tenant refuses that tenant", () => {
  it.each<[string, string, readonly string[]]>([
    ["a key that is none", `contoso: { tenant: ${CONTOSO_ID}, secret: x }`, ["fleet.yaml:4:60 unknown-key"]],
    ["no id", "contoso: {}", ["fleet.yaml:4:3 missing-key"]],
    ["an id that is none", "contoso: { tenant: contoso.com }", ["fleet.yaml:4:22 invalid-id"]],
    ["a name that is none", `"Contoso GmbH": { tenant: ${CONTOSO_ID} }`, ["fleet.yaml:4:3 invalid-name"]],
    ["no folder", `contosso: { tenant: ${CONTOSO_ID} }`, ["fleet.yaml:4:3 no-tenant-folder"]],
    [
      "a schedule that is none",
      `contoso: { tenant: ${CONTOSO_ID}, schedule: "61 * * * *" }`,
      ["fleet.yaml:4:70 invalid-schedule"],
    ],
    [
      "credentials within the fleet",
      `contoso: { tenant: ${CONTOSO_ID}, credentials: { file: secrets/contoso.env } }`,
      ["fleet.yaml:4:81 credentials-in-fleet"],
    ],
    [
      "credentials in two places",
      `contoso: { tenant: ${CONTOSO_ID}, credentials: { file: /run/a, environment: A } }`,
      ["fleet.yaml:4:73 invalid-value"],
    ],
  ])("%s", async (_name, line, expected) => {
    const { fleet, states } = await loadFleet({ ...FOLDERS, "fleet.yaml": fleetYaml([OWN, line]) });
    const [refused, own] = fleet.tenants.toSorted((a, b) => (a.name === "own" ? 1 : b.name === "own" ? -1 : 0));
    expect(own?.state).toBe("listed");
    expect(refused?.state === "refused" ? refused.diagnostics.map(placed) : []).toEqual(expected);
    expect(states.find(({ name }) => name === "own")?.state).toBe("loaded");
  });

  it.each<[string, string, string, string]>([
    ["names that look alike", `c0ntoso: { tenant: ${OWN_ID} }`, CONTOSO, "look-alike"],
    ["one id twice", `own: { tenant: ${CONTOSO_ID.toUpperCase()} }`, CONTOSO, "said-twice"],
  ])("both of two tenants with %s", async (_name, first, second, code) => {
    const files = { ...FOLDERS, "tenants/c0ntoso/state.yaml": STATE, "fleet.yaml": fleetYaml([first, second]) };
    const { fleet } = await loadFleet(files);
    const codes = fleet.tenants.map((tenant) => (tenant.state === "refused" ? tenant.diagnostics[0]?.code : "listed"));
    expect(codes).toEqual([code, code]);
  });
});

function ownWith(more: string): string {
  return fleetYaml([`own: { tenant: ${OWN_ID}, ${more} }`]);
}

describe("there are words for what the schema refuses", () => {
  it.each<[string, string]>([
    ['fleetVersion: "1"\ntenants: {}\n', "fleetVersion must be a whole number"],
    ["fleetVersion: 0\n", "fleetVersion can only be 1"],
    [fleetYaml([OWN], 'schedule: ""\n'), "schedule is empty"],
    [fleetYaml([OWN], "timeZone: 7\n"), "timeZone must be a text"],
    ["fleetVersion: 1\ntenants: [own]\n", "tenants must be a mapping"],
    [fleetYaml([OWN], "rings: own\n"), "rings must be a list"],
    [fleetYaml([OWN], "rings: []\n"), "rings is empty"],
    [fleetYaml([OWN], "rings: [{}]\n"), '"tenants" is missing in rings[0]'],
    [fleetYaml([OWN], "rings: [{ tenants: own }]\n"), "rings[0].tenants must be a list"],
    [fleetYaml([OWN], "rings: [{ tenants: [Own] }]\n"), '"Own" cannot be the name of a tenant'],
    [fleetYaml(["own:"]), "tenants.own must be a mapping"],
    [fleetYaml([`${"x".repeat(61)}: {}`]), "cannot be the name of a tenant"],
    [ownWith("labels: { Region: emea }"), '"Region" cannot be the name of a label'],
    [ownWith('labels: { region: "" }'), '"" cannot be the value of a label'],
    [ownWith("labels: { region: 7 }"), "tenants.own.labels.region must be a text"],
    [ownWith(`labels: { region: ${"x".repeat(101)} }`), "is longer than 100 characters"],
    [ownWith("credentials: CONTOSO"), "tenants.own.credentials must be a mapping"],
    [ownWith("credentials: {}"), "credentials name exactly one of environment, file"],
    [ownWith("credentials: { environment: contoso }"), '"contoso" cannot begin the names of variables'],
    [ownWith('credentials: { file: "" }'), "tenants.own.credentials.file is empty"],
    [ownWith("schedule: 6"), "tenants.own.schedule must be a text"],
  ])("%j", async (text, says) => {
    const said = await loadFleet({ ...FOLDERS, "fleet.yaml": text }).then(
      ({ fleet }) => fleet.tenants.flatMap((one) => (one.state === "refused" ? one.diagnostics : [])),
      (error: unknown) => (error instanceof ConfigError ? error.diagnostics : []),
    );
    expect(said.map(({ message }) => message).join("\n")).toContain(says);
  });
});
