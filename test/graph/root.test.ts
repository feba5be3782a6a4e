import { describe, expect, it } from "vitest";
import { UsageError } from "../../src/errors.ts";
import { parseGraphRoot } from "../../src/graph/graph-url.ts";

describe("the Graph root", () => {
  it.each([
    ["https://graph.microsoft.com/v1.0", "https://graph.microsoft.com/v1.0", false],
    ["https://graph.microsoft.us/v1.0/", "https://graph.microsoft.us/v1.0", false],
    ["https://GRAPH.contoso.com/v1.0", "https://graph.contoso.com/v1.0", false],
    ["https://gateway.contoso.com/graph/v1.0", "https://gateway.contoso.com/graph/v1.0", false],
    ["http://127.0.0.1:8080/v1.0", "http://127.0.0.1:8080/v1.0", true],
    ["http://127.1.2.3/v1.0", "http://127.1.2.3/v1.0", true],
    ["http://localhost:3000/v1.0", "http://localhost:3000/v1.0", true],
    ["http://[::1]:3000/beta", "http://[::1]:3000/beta", true],
    ["https://localhost/v1.0", "https://localhost/v1.0", true],
  ])("%s is accepted", (text, url, loopback) => {
    expect(parseGraphRoot(text)).toMatchObject({ url, loopback });
  });

  it.each([
    ["not a URL", "graph.microsoft.com/v1.0", "not a URL"],
    ["plain http elsewhere", "http://graph.contoso.com/v1.0", "must be https"],
    ["a name that only begins like loopback", "http://127.0.0.1.contoso.com/v1.0", "must be https"],
    ["a name that only ends like loopback", "http://my-localhost/v1.0", "must be https"],
    ["any address", "http://0.0.0.0:80/v1.0", "must be https"],
    ["another protocol", "ftp://localhost/v1.0", "must be https"],
    ["a query", "https://graph.microsoft.com/v1.0?x=1", "no query"],
    ["an empty query", "https://graph.microsoft.com/v1.0?", "no query"],
    ["a fragment", "https://graph.microsoft.com/v1.0#x", "no query"],
    ["no version", "https://graph.microsoft.com", "no version"],
    ["something after the version", "https://graph.microsoft.com/v1.0/users", "no version"],
  ])("%s is refused", (_name, text, reason) => {
    expect(() => parseGraphRoot(text)).toThrow(UsageError);
    expect(() => parseGraphRoot(text)).toThrow(reason);
  });

  it("is refused with credentials, without showing them", () => {
    const text = "https://adele:secret@graph.microsoft.com/v1.0";
    expect(() => parseGraphRoot(text)).toThrow(
      /^TRUEUP_GRAPH_URL must hold no credentials: https:\/\/graph\.microsoft\.com\/v1\.0$/,
    );
  });
});
