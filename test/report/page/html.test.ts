import { describe, expect, it } from "vitest";
import { code, data, html } from "../../../src/report/page/html.ts";

describe("a template", () => {
  it.each([
    ["<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"],
    [`" onload="x`, "&quot; onload=&quot;x"],
    ["' onload='x", "&#39; onload=&#39;x"],
    ["&lt;", "&amp;lt;"],
    ["plain", "plain"],
  ])("shows %j as text", (text, shown) => expect(html`<p>${text}</p>`.text).toBe(`<p>${shown}</p>`));

  it("keeps HTML, joins lists and shows nothing for nothing", () => {
    const items = ["a", "<b>"].map((text) => html`<li>${text}</li>`);
    expect(html`<ul>${items}</ul>${null}${3}`.text).toBe("<ul><li>a</li><li>&lt;b&gt;</li></ul>3");
  });
});

describe("data", () => {
  it.each([
    ["\u202Egnp.exe", "\uFFFDgnp.exe"],
    ["a\u0000\u001B[2K", "a\uFFFD\uFFFD[2K"],
    ["", "(empty)"],
    ["  ", "(empty)"],
    ["\uD800", "\uFFFD"],
    ["x".repeat(200), `${"x".repeat(79)}…`],
    ["שלום", "שלום"],
  ])("%j stands on its own as %j", (text, shown) => expect(data(text).text).toBe(`<bdi>${shown}</bdi>`));

  it("as code is data all the same", () => expect(code("<b>").text).toBe("<code><bdi>&lt;b&gt;</bdi></code>"));
});
