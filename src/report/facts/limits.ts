import type { Limits } from "../../plan-file/schema.d.ts";

/** `maxChanges 100, maxRemovals 0, perRun 500, window weekdays (Mon, Tue 08:00 to 16:00) Europe/Berlin`: what holds changes back, one piece each. */
export function limitPieces(limits: Limits): readonly string[] {
  const { maxDue, maxChanges, maxRemovals, perRun, perDay, window, timeZone } = limits;
  return [
    ...(maxDue === null ? [] : [`maxDue ${maxDue}`]),
    `maxChanges ${maxChanges}`,
    `maxRemovals ${maxRemovals}`,
    ...(perRun === null ? [] : [`perRun ${perRun}`]),
    ...(perDay === null ? [] : [`perDay ${perDay}`]),
    ...(window === null ? [] : [`window ${window} ${timeZone}`]),
  ];
}
