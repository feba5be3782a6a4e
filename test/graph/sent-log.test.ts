import { describe, expect, it } from "vitest";
import { createSentLog, type SentLog } from "../../src/graph/sent-log.ts";

function sentAt(times: readonly number[], cost = 1): SentLog {
  const log = createSentLog();
  for (const time of times) log.note(time, cost);
  return log;
}

describe("what had passed", () => {
  it("is nothing before anything was sent", () => {
    expect(sentAt([]).before(500)).toEqual({ sinceMs: 500, lastSecond: 0, bucket: 0 });
  });

  it("counts the last second, and the bucket that lets it pass and no more", () => {
    const times = Array.from({ length: 31 }, (_, tenth) => 1000 + tenth * 100);
    // 30 within 3 seconds, of which a full bucket gives one second's worth.
    expect(sentAt(times).before(4000)).toEqual({ sinceMs: 1000, lastSecond: 9, bucket: 30.5 / 4 });
  });

  it("takes the worst stretch for the bucket, however slow the time before was", () => {
    const times = [0, 5000, 10_000, ...Array.from({ length: 20 }, (_, n) => 15_000 + n * 50)];
    expect(sentAt(times).before(16_000).bucket).toBe(20.5 / 2);
  });

  it("counts units, not requests, and leaves out what was refused", () => {
    const log = sentAt([100, 200, 300], 4);
    log.strike(200);
    log.strike(200);
    expect(log.before(301).lastSecond).toBe(8);
  });

  it("knows nothing of what was before it was cleared", () => {
    const log = sentAt([100, 200, 300]);
    log.clear();
    log.note(5000, 1);
    expect(log.before(5100)).toEqual({ sinceMs: 5000, lastSecond: 1, bucket: 1.5 / 1.1 });
  });

  it("goes back 40 seconds", () => {
    const times = Array.from({ length: 60_000 }, (_, n) => n * 2);
    const { bucket, lastSecond } = sentAt(times).before(120_000);
    expect(lastSecond).toBe(499);
    expect(bucket).toBeCloseTo(500 * (40 / 41), 0);
  });
});
