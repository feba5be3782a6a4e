import { describe, expect, it } from "vitest";
import { createJsonLog, createTextLog, type LogEvent } from "../../src/controller/log.ts";
import { inertJson } from "../../src/plan-file/json-layout.ts";
import { printable } from "../../src/report/facts/printable.ts";

const COMMIT = "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567";
const EVENTS: readonly { event: LogEvent; text: string; level: string }[] = [
  {
    event: { kind: "started", version: "0.1.0", source: "/state", schedule: "0 6 * * * (UTC)" },
    text: "trueup 0.1.0 follows /state, on the schedule 0 6 * * * (UTC)",
    level: "info",
  },
  {
    event: { kind: "listening", address: "http://127.0.0.1:9464" },
    text: "listening on http://127.0.0.1:9464",
    level: "info",
  },
  {
    event: { kind: "pass-started", pass: 3, trigger: "commit", commit: COMMIT },
    text: "pass 3 (commit) at commit 0a1b2c3d4e5f begins",
    level: "info",
  },
  {
    event: {
      kind: "pass-ended",
      pass: 3,
      outcome: "not-converged",
      commit: COMMIT,
      seconds: 12,
      summary: "2 applied, 1 held",
      problem: null,
    },
    text: "pass 3 at commit 0a1b2c3d4e5f ended after 12 s: not-converged; 2 applied, 1 held",
    level: "info",
  },
  {
    event: {
      kind: "pass-ended",
      pass: 4,
      outcome: "failed",
      commit: null,
      seconds: 1,
      summary: null,
      problem: "no token",
    },
    text: "pass 4 ended after 1 s: failed; no token",
    level: "error",
  },
  {
    event: {
      kind: "row",
      pass: 3,
      commit: COMMIT,
      app: "expenses",
      user: "k3x9",
      action: "upgrade",
      status: "failed",
      code: "refused",
      requestId: "r-1",
    },
    text: "  upgrade expenses for k3x9: failed (refused)",
    level: "info",
  },
  {
    event: {
      kind: "row",
      pass: 3,
      commit: COMMIT,
      app: "expenses",
      user: null,
      action: "install",
      status: "applied",
      code: null,
      requestId: "r-2",
    },
    text: "  install expenses: applied",
    level: "info",
  },
  {
    event: { kind: "commit", ref: "refs/heads/main", commit: COMMIT },
    text: "new commit 0a1b2c3d4e5f of refs/heads/main",
    level: "info",
  },
  {
    event: { kind: "source-refused", commit: COMMIT, problem: "2 errors" },
    text: "the desired state at commit 0a1b2c3d4e5f is not used: 2 errors",
    level: "warn",
  },
  {
    event: { kind: "suspended", because: "/run/suspend is there" },
    text: "suspended: /run/suspend is there; nothing is changed",
    level: "warn",
  },
  { event: { kind: "resumed" }, text: "no longer suspended", level: "info" },
  {
    event: { kind: "waiting", until: "2026-01-06T06:00:00.000Z" },
    text: "next pass at 2026-01-06T06:00:00.000Z",
    level: "info",
  },
  { event: { kind: "notice", text: "warning: …" }, text: "warning: …", level: "warn" },
  {
    event: { kind: "stopping", signal: "SIGTERM" },
    text: "SIGTERM: what is under way is finished, nothing new is begun",
    level: "info",
  },
];

describe("the log", () => {
  it.each(EVENTS)("on a terminal: $text", ({ event, text }) => {
    const lines: string[] = [];
    createTextLog((line) => lines.push(line), printable)(event);
    expect(lines).toEqual([text]);
  });

  it.each(EVENTS)("in a container, one object a line: $text", ({ event, level }) => {
    let written = "";
    createJsonLog({ write: (line) => void (written += line) }, inertJson)(event);
    expect(written.endsWith("\n")).toBe(true);
    const { kind, ...facts } = event;
    expect(JSON.parse(written)).toEqual({
      level,
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      event: kind,
      ...facts,
    });
  });
});

const HOSTILE =
  "a\u001B]0;pwn\u0007\n2026 INFO pass 1 ended: converged\r\u009B31m\u202E\u2028##vso[task.complete]\uD800";
const SHOWN =
  "a\uFFFD]0;pwn\uFFFD\uFFFD2026 INFO pass 1 ended: converged\uFFFD\uFFFD31m\uFFFD\uFFFD#\uFFFDvso[task.complete]\uFFFD";
const FROM_OUTSIDE: readonly { what: string; event: LogEvent; text: string }[] = [
  {
    what: "the address of a repository",
    event: { kind: "started", version: "0.1.0", source: HOSTILE, schedule: null },
    text: `trueup 0.1.0 follows ${SHOWN}`,
  },
  {
    what: "the name of a file",
    event: { kind: "source-refused", commit: null, problem: HOSTILE },
    text: `the desired state is not used: ${SHOWN}`,
  },
  {
    what: "an error of Graph",
    event: {
      kind: "pass-ended",
      pass: 3,
      outcome: "failed",
      commit: null,
      seconds: 1,
      summary: null,
      problem: HOSTILE,
    },
    text: `pass 3 ended after 1 s: failed; ${SHOWN}`,
  },
  {
    what: "the name of a person",
    event: {
      kind: "row",
      pass: 3,
      commit: null,
      app: "expenses",
      user: HOSTILE,
      action: "upgrade",
      status: "failed",
      code: null,
      requestId: HOSTILE,
    },
    text: `  upgrade expenses for ${SHOWN}: failed`,
  },
  {
    what: "a path of the suspend file",
    event: { kind: "suspended", because: HOSTILE },
    text: `suspended: ${SHOWN}; nothing is changed`,
  },
  { what: "a warning", event: { kind: "notice", text: HOSTILE }, text: SHOWN },
];

describe("what comes from outside makes no second line and does nothing to who reads the log", () => {
  it.each(FROM_OUTSIDE)("on a terminal: $what", ({ event, text }) => {
    const lines: string[] = [];
    createTextLog((line) => lines.push(line), printable)(event);
    expect(lines).toEqual([text]);
  });

  it.each(FROM_OUTSIDE)("in a container, where it stays the same data: $what", ({ event }) => {
    let written = "";
    createJsonLog({ write: (line) => void (written += line) }, inertJson)(event);
    expect(written).toMatch(/^[^\n]*\n$/);
    expect(written.trimEnd()).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]|##vso\[/u);
    const { kind, ...facts } = event;
    expect(JSON.parse(written)).toMatchObject({ event: kind, ...facts });
  });
});
