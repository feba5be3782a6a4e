import { compareText } from "../model/order.ts";
import type { State } from "../model/reasons.ts";
import { isWorse } from "../plan/convergence.ts";

/** How a tenant stands, for comparing. */
interface Judged {
  readonly name: string;
  /** Null: it could not be looked at. */
  readonly state: State | null;
}

/** The worst tenant first; one that could not be looked at is worse than any. Those that stand alike are sorted by name. */
export function worstFirst(a: Judged, b: Judged): number {
  if (a.state === b.state) return compareText(a.name, b.name);
  if (a.state === null) return -1;
  return b.state === null || isWorse(b.state, a.state) ? 1 : -1;
}

/** Exit codes, the best first: done, differences, not converged, nothing could be done. */
const CODES = [0, 2, 3, 1];

/** What a fleet ends with: the worst of its tenants. */
export function worstExitCode(codes: readonly number[]): number {
  return codes.reduce((worst, code) => (CODES.indexOf(code) > CODES.indexOf(worst) ? code : worst), 0);
}
