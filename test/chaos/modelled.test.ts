import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { MODELS } from "../../spec/models.ts";
import { DISTURBANCES, type Modelled, NOT_IN_THE_CAMPAIGN, OWN_STEPS } from "./modelled.ts";

/** The actions from which a model chooses its next step. */
function stepsOf(model: string): readonly string[] {
  const text = readFileSync(`spec/${model}.qnt`, "utf8");
  const step = /^ {2}action step = \{$(.*?)^ {2}\}$/ms.exec(text)?.[1] ?? "";
  const actions = new Set([...text.matchAll(/^ {2}action (\w+)/gm)].map(([, name]) => String(name)));
  return [...new Set(step.match(/\w+/g))].filter((word) => actions.has(word)).toSorted();
}

const MODELLED: readonly Modelled[] = Object.values(DISTURBANCES).flatMap((one) =>
  typeof one.in === "string" ? [] : one.in,
);

describe("the campaign and the models know the same worlds", () => {
  it.each(Object.entries(DISTURBANCES))(
    "%s is an action of a model, or has a reason why not",
    (_name, { in: where }) => {
      if (typeof where === "string") return expect(where.length).toBeGreaterThan(20);
      for (const { model, action } of where) expect(stepsOf(model)).toContain(action);
      expect(where).not.toEqual([]);
    },
  );

  it.each(MODELS.map(({ name }) => name))(
    "every action of %s is done by the campaign, or has a reason why not",
    (model) => {
      const done = MODELLED.filter((one) => one.model === model).map(({ action }) => action);
      const told = [...done, ...(OWN_STEPS[model] ?? []), ...Object.keys(NOT_IN_THE_CAMPAIGN[model] ?? {})];
      expect([...new Set(told)].toSorted()).toEqual(stepsOf(model));
    },
  );

  it("says one thing only of each action", () => {
    for (const [model, reasons] of Object.entries(NOT_IN_THE_CAMPAIGN)) {
      const done = MODELLED.filter((one) => one.model === model).map(({ action }) => action);
      expect(Object.keys(reasons).filter((action) => done.includes(action))).toEqual([]);
    }
  });

  it("tells people of every disturbance", () => {
    const [, table = ""] = readFileSync("docs/quality.md", "utf8").split(/\| What goes wrong +\| How +\|\n/);
    const rows = table.split("\n\n")[0]?.split("\n").slice(1) ?? [];
    const titles = rows.map((row) => String(row.split("|")[1]?.trim()));
    expect([...new Set(Object.values(DISTURBANCES).map(({ row }) => row))].toSorted()).toEqual(titles.toSorted());
  });
});
