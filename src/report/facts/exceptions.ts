import type { PlanException } from "../../model/exception.ts";
import { count } from "./wording.ts";

/** What a reader has to know of an exception, in our own words and in words of others. */
export interface ToldException {
  /** `12 rows, until 2027-01-31`, or what its end brings. */
  readonly standing: string;
  /** True: somebody has to think about it now. */
  readonly isDue: boolean;
}

/** How an exception stands, without the words of others. */
export function howItStands({ state, until, rows, acts }: PlanException): ToldException {
  switch (state) {
    case "in-force":
      return { standing: `${count(rows, "row")}, until ${until}`, isDue: false };
    case "ends-soon":
      return {
        standing: `${count(rows, "row")}, ENDS ${until}: ${count(acts, "row")} will act then, unless git says otherwise`,
        isDue: true,
      };
    case "ended":
      return {
        standing: `ended ${until}: ${count(acts, "row")} count like any other row; take the exception out, or give it another end`,
        isDue: true,
      };
  }
}
