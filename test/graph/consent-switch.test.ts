import { describe, expect, it } from "vitest";
import { readConsentSwitch } from "../../src/graph/catalog.ts";
import { parseGraphRoot } from "../../src/graph/graph-url.ts";
import type { ReadRequest } from "../../src/graph/requests.ts";

const root = parseGraphRoot("https://graph.microsoft.com/v1.0");

/** Answers every read with one body. */
function answering(body: unknown) {
  const asked: string[] = [];
  const read = (request: ReadRequest) => {
    asked.push(request.url);
    return Promise.resolve({ what: request.what, status: 200, requestId: "id", body });
  };
  return { asked, requests: { read } };
}

describe("the tenant's switch for consent in personal scope", () => {
  it.each([
    [{ isUserPersonalScopeResourceSpecificConsentEnabled: true }, true],
    [{ isUserPersonalScopeResourceSpecificConsentEnabled: false }, false],
    [{ isUserPersonalScopeResourceSpecificConsentEnabled: null }, null],
    [{ id: "settings" }, null],
  ])("%j", async (body, expected) => {
    const { asked, requests } = answering(body);
    expect(await readConsentSwitch(requests, root)).toBe(expected);
    expect(asked).toEqual(["https://graph.microsoft.com/v1.0/teamwork/teamsAppSettings"]);
  });

  it.each([[{ isUserPersonalScopeResourceSpecificConsentEnabled: "yes" }], [[]], ["on"]])(
    "%j is an unexpected shape, never a guess",
    async (body) => {
      await expect(readConsentSwitch(answering(body).requests, root)).rejects.toMatchObject({
        code: "unexpected-shape",
      });
    },
  );
});
