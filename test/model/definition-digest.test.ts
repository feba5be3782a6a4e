import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { OfferedDefinition } from "../../src/model/catalog.ts";
import { canonicalJson, definitionDigest, digestOf } from "../../src/model/definition-digest.ts";
import type { Permission } from "../../src/model/permission.ts";

const SEND: Permission = { value: "TeamsActivity.Send.User", type: "application" };
const READ: Permission = { value: "TeamsActivity.Read.User", type: "application" };
const CAMERA: Permission = { value: "CameraStream.Read.User", type: "delegated" };
const WHOLE = { version: "2.4.0", permissions: [SEND], clientAppId: "fdebf36e", bot: false };

describe("the canonical form of JSON", () => {
  it("is what JSON.stringify writes of the same data with sorted names", () => {
    const sorted = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(sorted);
      if (typeof value !== "object" || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, part]) => [`-${name}`, sorted(part)]),
      );
    };
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: "binary" }), (value) => {
        // A name that looks like a number would come first; none does with a dash before it.
        const dashed: unknown = JSON.parse(JSON.stringify(sorted(value)));
        expect(canonicalJson(dashed)).toBe(JSON.stringify(dashed));
      }),
    );
  });

  it.each([
    [null, "null"],
    ['a "b"', '"a \\"b\\""'],
    [[2, "b", [true, null]], '[2,"b",[true,null]]'],
    [{ b: 1, a: { d: [], c: {} } }, '{"a":{"c":{},"d":[]},"b":1}'],
  ])("%j", (value, text) => expect(canonicalJson(value)).toBe(text));
});

describe("the digest of a definition", () => {
  it("is that of the canonical text, with the permissions sorted by type, then name", () => {
    const text =
      '{"bot":false,"clientAppId":"fdebf36e","permissions":[' +
      '{"type":"application","value":"TeamsActivity.Read.User"},{"type":"application","value":"TeamsActivity.Send.User"},' +
      '{"type":"delegated","value":"CameraStream.Read.User"}],"version":"2.4.0"}';
    const digest = `sha256:${createHash("sha256").update(text).digest("hex")}`;
    expect(digestOf({ ...WHOLE, permissions: [CAMERA, SEND, READ] })).toBe(digest);
    expect(digestOf({ ...WHOLE, permissions: [READ, CAMERA, SEND] })).toBe(digest);
  });

  it.each([
    ["the version", { version: "2.4.1" }],
    ["a permission", { permissions: [READ] }],
    ["the type of a permission", { permissions: [{ ...SEND, type: "delegated" as const }] }],
    ["who gets the consent", { clientAppId: "another" }],
    ["that nobody gets it", { clientAppId: null }],
    ["a bot", { bot: true }],
  ])("tells apart: %s", (_name, changed) => expect(digestOf({ ...WHOLE, ...changed })).not.toBe(digestOf(WHOLE)));

  const offered: OfferedDefinition = {
    version: "2.4.0",
    permissions: [SEND],
    identity: { state: "known", clientAppId: "fdebf36e", bot: false },
  };
  it.each<[string, OfferedDefinition, string | null]>([
    ["known where all of it is", offered, digestOf(WHOLE)],
    ["unknown where what it requires is", { ...offered, permissions: null }, null],
    ["unknown where who gets that is", { ...offered, identity: { state: "unknown", detail: "not shown" } }, null],
  ])("is %s", (_name, definition, digest) => expect(definitionDigest(definition)).toBe(digest));
});
