import { describe, expect, it } from "vitest";
import { type ProgressForm, type ProgressOutput, type ProgressWatch, watchProgress } from "../../src/cli/progress.ts";
import type { Progress } from "../../src/model/progress.ts";
import { createVirtualClock, type VirtualClock } from "../fakes/clock.ts";

interface Watched extends ProgressWatch {
  readonly clock: VirtualClock;
  /** Lines of a terminal that were rewritten, in order. */
  readonly statuses: readonly string[];
  readonly notices: readonly string[];
  /** Installations read so far, of a hundred. */
  readonly read: (done: number) => void;
}

const TICK_MS = 1000;

function watch(form: ProgressForm, isStderrTerminal: boolean): Watched {
  const clock = createVirtualClock(Date.parse("2026-01-01T00:00:00Z"));
  const statuses: string[] = [];
  const notices: string[] = [];
  const output: ProgressOutput = {
    status: (line) => statuses.push(line),
    notice: (line) => notices.push(line),
    isStderrTerminal,
  };
  const watched = watchProgress(form, output, clock, (tick) => {
    const stopping = new AbortController();
    const again = async (): Promise<void> => {
      await clock.sleep(TICK_MS, stopping.signal);
      if (stopping.signal.aborted) return;
      tick();
      await again();
    };
    void again();
    return () => stopping.abort();
  });
  const read = (done: number): void => watched.progress({ stage: "installations", done, total: 100 });
  return { ...watched, clock, statuses, notices, read };
}

describe("where stderr is no terminal", () => {
  it("nothing is shown, however long it takes", async () => {
    const { read, noteThrottled, rest, clock, statuses, notices } = watch("line", false);
    read(1);
    noteThrottled(60_000);
    await clock.advance(120_000);
    read(100);
    rest();
    expect([...statuses, ...notices]).toEqual([]);
  });
});

describe("the line of a terminal", () => {
  it("is rewritten ten times a second at the most", async () => {
    const { read, clock, statuses } = watch("line", true);
    for (let done = 1; done <= 100; done += 1) {
      read(done);
      await clock.advance(10);
    }
    expect(statuses).toHaveLength(10);
    expect(statuses[0]).toBe("reading what 100 users have: 1 of 100 (1 %)");
  });

  it("counts down while Graph has the run wait, and then stands still", async () => {
    const { read, noteThrottled, clock, statuses } = watch("line", true);
    read(1);
    await clock.advance(500);
    noteThrottled(2500);
    await clock.advance(60_000);
    const waits = statuses.slice(1).map((line) => / waiting (\d+) s/.exec(line)?.[1] ?? "none");
    expect(waits).toEqual(["3", "2", "1", "none"]);
  });

  it("counts down again for the next wait", async () => {
    const { read, noteThrottled, clock, statuses } = watch("line", true);
    read(1);
    noteThrottled(1000);
    await clock.advance(10_000);
    const before = statuses.length;
    noteThrottled(2000);
    await clock.advance(10_000);
    expect(statuses.slice(before).map((line) => / waiting (\d+) s/.exec(line)?.[1] ?? "none")).toEqual([
      "2",
      "1",
      "none",
    ]);
  });

  it("is left alone when the run rests, so that a question can stand there", async () => {
    const { read, noteThrottled, rest, clock, statuses } = watch("line", true);
    read(1);
    noteThrottled(10_000);
    rest();
    const before = statuses.length;
    await clock.advance(60_000);
    expect(statuses).toHaveLength(before);
  });
});

describe("lines of JSON", () => {
  it("come at once, and then once a second at the most", async () => {
    const { read, clock, notices } = watch("json", false);
    for (let done = 1; done < 100; done += 1) {
      read(done);
      await clock.advance(50);
    }
    expect(parsed(notices).map(({ done }) => done)).toEqual([1, 20, 40, 60, 80]);
    expect(secondsBetween(notices).every((seconds) => seconds >= 1)).toBe(true);
  });

  it("come where stderr is a terminal, too", () => {
    const { read, notices, statuses } = watch("json", true);
    read(1);
    expect([notices.length, statuses.length]).toEqual([1, 0]);
  });

  it("go on while nothing moves, and say what Graph asked for", async () => {
    const { read, noteThrottled, clock, notices } = watch("json", false);
    read(10);
    noteThrottled(3000);
    await clock.advance(4500);
    const shown = parsed(notices).map(({ done, throttled, pauseLeftMs }) => [done, throttled, pauseLeftMs]);
    expect(shown).toEqual([
      [10, 0, 0],
      [10, 1, 2000],
      [10, 1, 1000],
      [10, 1, 0],
      [10, 1, 0],
    ]);
  });

  it("end each stage with a last one, however short it was", () => {
    const { progress, read, rest, notices } = watch("json", false);
    progress({ stage: "targets", done: 0, total: null });
    progress({ stage: "catalog", done: 1, total: 2 });
    progress({ stage: "catalog", done: 2, total: 2 });
    read(1);
    read(60);
    rest();
    const lasts = parsed(notices).filter(({ last }) => last);
    expect(lasts.map(({ stage, done }) => [stage, done])).toEqual([
      ["targets", 0],
      ["catalog", 2],
      ["installations", 60],
    ]);
  });

  it("say the last of a stage once", async () => {
    const { read, rest, clock, notices } = watch("json", false);
    read(100);
    await clock.advance(5000);
    rest();
    rest();
    expect(parsed(notices).map(({ last }) => last)).toEqual([true]);
  });

  it("stop while the run rests, and go on after it", async () => {
    const { read, progress, rest, clock, notices } = watch("json", false);
    read(60);
    rest();
    await clock.advance(60_000);
    expect(notices).toHaveLength(2);
    progress({ stage: "changes", done: 1, total: 5 });
    await clock.advance(1000);
    expect(parsed(notices).map(({ stage, last }) => [stage, last])).toEqual([
      ["installations", false],
      ["installations", true],
      ["changes", false],
      ["changes", false],
    ]);
  });

  it("are not there before anything progressed", async () => {
    const { noteThrottled, rest, clock, notices } = watch("json", false);
    noteThrottled(1000);
    await clock.advance(5000);
    rest();
    expect(notices).toEqual([]);
  });
});

interface Line {
  readonly at: string;
  readonly stage: Progress["stage"];
  readonly done: number;
  readonly throttled: number;
  readonly pauseLeftMs: number;
  readonly last: boolean;
}

function parsed(notices: readonly string[]): readonly Line[] {
  return notices.map((line): Line => JSON.parse(line));
}

function secondsBetween(notices: readonly string[]): readonly number[] {
  const times = parsed(notices).map(({ at }) => Date.parse(at));
  return times.slice(1).map((time, index) => (time - (times[index] ?? 0)) / 1000);
}
