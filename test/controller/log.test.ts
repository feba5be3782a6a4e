import { describe, expect, it } from "vitest";
import { createJsonLog, createTextLog, type LogEvent } from "../../src/controller/log.ts";

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
  { event: { kind: "commit", commit: COMMIT }, text: "new commit 0a1b2c3d4e5f", level: "info" },
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
    createTextLog((line) => lines.push(line))(event);
    expect(lines).toEqual([text]);
  });

  it.each(EVENTS)("in a container, one object a line: $text", ({ event, level }) => {
    let written = "";
    createJsonLog({ write: (line) => void (written += line) })(event);
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
