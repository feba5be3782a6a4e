import { describe, expect, it } from "vitest";
import { readRendering } from "../../scripts/deploy/rendering.ts";
import { whyTooOld } from "../../scripts/deploy/kustomize.ts";
import { objectsOf, plant, problemsWith } from "./base-objects.ts";

describe("what Kubernetes would refuse or drop", () => {
  it.each([
    ["a value of the wrong type", "/spec/jobTemplate/spec/backoffLimit", "0", "backoffLimit must be integer"],
    [
      "a value that is none of those allowed",
      "/spec/concurrencyPolicy",
      "Forbidden",
      "concurrencyPolicy must be equal",
    ],
    ["a field that is missing", "/spec/schedule", undefined, "must have required property schedule"],
    ["a field that does not exist", "/spec/concurencyPolicy", "Forbid", "/spec/concurencyPolicy is no field"],
    [
      "one further down",
      "/spec/jobTemplate/spec/template/spec/containers/0/imagePullPolice",
      "Always",
      "/imagePullPolice is no field",
    ],
    ["one at the wrong level", "/spec/backoffLimit", 0, "/spec/backoffLimit is no field"],
  ])("%s", async (_what, at, value, says) => {
    const objects = objectsOf("cronjob");
    const [cronJob = {}] = objects.filter(({ kind }) => kind === "CronJob");
    plant(cronJob, at, value);
    expect((await problemsWith(objects)).join("\n")).toContain(says);
  });

  it.each([
    [
      "a kind that nothing is known about",
      "apiVersion: v1\nkind: Pods\n",
      "document 1 (Pods): is of no kind that is used here",
    ],
    ["an old version of a kind", "apiVersion: batch/v1beta1\nkind: CronJob\n", "document 1 (CronJob): is of no kind"],
    ["no YAML", "kind: [", "document 1: "],
    ["nothing", "", "nothing was rendered"],
  ])("%s", (_what, text, says) => {
    const { objects, problems } = readRendering(text);
    expect(objects).toEqual([]);
    expect(problems[0]).toContain(says);
  });
});

describe("a kustomize that would render something else", () => {
  it.each([
    ["v5.5.0", true],
    ["v5.1.0", true],
    ["v6.0.0", true],
    ["v5.0.4", false],
    ["v4.5.7", false],
    ["0.0 (too old to tell)", false],
  ])("%s can be used: %s", (version, isUsable) => {
    expect(whyTooOld(version) === null).toBe(isUsable);
  });
});
