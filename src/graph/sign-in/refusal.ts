import { SignInError } from "../../errors.ts";
import type { WireObject } from "../shapes.ts";
import type { ReadableAnswer } from "./judgement.ts";
import { withoutPrivateValues } from "./private-values.ts";
import { REFUSALS, type RefusedSignIn } from "./refusal-codes.ts";

/**
 * Explains what Microsoft Entra said no to. Its own words are shown only where the code is not in our table.
 * @param privateValues never shown, whatever the answer repeats
 */
export function explainRefusal(
  answer: ReadableAnswer,
  facts: Omit<RefusedSignIn, "clockAheadMs" | "now">,
  clockNow: number,
  privateValues: readonly string[],
): SignInError {
  const { body } = answer;
  const serviceTime = Date.parse(answer.headers["date"] ?? "");
  const said = Number.isNaN(serviceTime) ? null : serviceTime;
  const all = { ...facts, clockAheadMs: said === null ? null : clockNow - said, now: said ?? clockNow };
  const codes = codesIn(body);
  const known = codes.find((code) => REFUSALS[code] !== undefined);
  const refusal = known === undefined ? undefined : REFUSALS[known];
  const trace = traceId(body);
  if (refusal === undefined) return unlisted(answer, facts, codes[0] ?? null, trace, privateValues);
  const means = withoutPrivateValues(refusal.means(all), privateValues);
  return new SignInError(
    refusal.code,
    `signing in with ${facts.way} was refused: ${means} (AADSTS${known}${trace})`,
    refusal.fix(all),
  );
}

function unlisted(
  answer: ReadableAnswer,
  { way }: Pick<RefusedSignIn, "way">,
  code: number | null,
  trace: string,
  privateValues: readonly string[],
): SignInError {
  const words = [answer.body["error"], answer.body["error_description"]].filter((word) => typeof word === "string");
  const first = words.join(": ").replace(/\s*(?:\r?\n| Trace ID:).*$/s, "");
  const named = trace === "" ? "" : `(${trace.slice(2)})`;
  const said = [answer.status, withoutPrivateValues(first, privateValues), named].filter((part) => part !== "");
  return new SignInError(
    "sign-in-refused",
    `signing in with ${way} was refused by ${answer.host}: ${said.join(" ")}`,
    code === null
      ? "the sign-in log of Microsoft Entra may tell more"
      : `https://login.microsoftonline.com/error?code=${code} explains the code`,
  );
}

function codesIn(body: WireObject): readonly number[] {
  const { error_codes: listed, error_description: description } = body;
  const codes = Array.isArray(listed) ? listed.filter((code) => typeof code === "number") : [];
  const named = typeof description === "string" ? /AADSTS(\d{4,9})/.exec(description)?.[1] : undefined;
  return named === undefined ? codes : [Number(named), ...codes];
}

/** By which the service's own log names the refusal. */
function traceId(body: WireObject): string {
  const id = body["trace_id"];
  return typeof id === "string" && /^[\w-]{1,64}$/.test(id) ? `, trace id ${id}` : "";
}
