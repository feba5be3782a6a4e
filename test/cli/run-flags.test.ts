import { describe, expect, it } from "vitest";
import { parseHeaderName, parseListen, parsePublicUrl } from "../../src/cli/options.ts";
import { createProgram } from "../../src/cli/program.ts";

describe("--listen", () => {
  it.each([
    { given: "9464", host: "127.0.0.1", port: 9464 },
    { given: "0", host: "127.0.0.1", port: 0 },
    { given: "127.0.0.1:9464", host: "127.0.0.1", port: 9464 },
    { given: "localhost:9464", host: "localhost", port: 9464 },
    { given: "127.1:9464", host: "127.1", port: 9464 },
    { given: "[::1]:9464", host: "::1", port: 9464 },
    { given: "0.0.0.0:65535", host: "0.0.0.0", port: 65_535 },
    { given: "[::]:9464", host: "::", port: 9464 },
    { given: "trueup-0.contoso.com:80", host: "trueup-0.contoso.com", port: 80 },
  ])("$given: port $port of $host", ({ given, host, port }) => {
    expect(parseListen(given)).toEqual({ host, port });
  });

  it("off: nowhere", () => {
    expect(parseListen("off")).toBe("off");
  });

  it("off reaches the command", async () => {
    const program = await createProgram("0.1.0", () => Promise.resolve());
    await program.parseAsync(["run", "--listen", "off"], { from: "user" });
    const run = program.commands.find((command) => command.name() === "run");
    expect(run?.getOptionValue("listen")).toBe("off");
  });

  it.each([
    "",
    "on",
    "65536",
    ":9464",
    "0.0.0.0",
    "0.0.0.0:",
    "::1:9464",
    "[::1]",
    "http://127.0.0.1:9464",
    "a b:1",
    "-1",
  ])("%j is refused", (given) => {
    expect(() => parseListen(given)).toThrow("give a port, or an address and a port such as 0.0.0.0:9464, or off.");
  });

  it("without it, loopback", async () => {
    const program = await createProgram("0.1.0", () => Promise.resolve());
    const run = program.commands.find((command) => command.name() === "run");
    expect(run?.getOptionValue("listen")).toEqual({ host: "127.0.0.1", port: 9464 });
    expect(run?.getOptionValueSource("listen")).toBe("default");
  });
});

describe("--public-url", () => {
  it.each([
    ["https://trueup.contoso.com", "https://trueup.contoso.com/"],
    ["https://contoso.com/trueup", "https://contoso.com/trueup/"],
    ["http://127.0.0.1:9464/", "http://127.0.0.1:9464/"],
  ])("%s ends in a slash", (given, expected) => expect(parsePublicUrl(given)).toBe(expected));

  it.each([
    "trueup.contoso.com",
    "http://trueup.contoso.com",
    "https://a:b@contoso.com",
    "https://contoso.com/?a",
    "javascript:0",
    "",
  ])("%j is refused", (given) =>
    expect(() => parsePublicUrl(given)).toThrow("give an address such as https://trueup.contoso.com/"),
  );
});

describe("--page-user-header", () => {
  it("is compared without case", () => expect(parseHeaderName("X-Forwarded-Email")).toBe("x-forwarded-email"));

  it.each(["", "X-Forwarded-Email: a", "a b", "é"])("%j is refused", (given) => {
    expect(() => parseHeaderName(given)).toThrow("give the name of a header such as X-Forwarded-Email.");
  });
});
