import type { Diagnostic } from "../../model/diagnostic.ts";
import { count } from "../text/wording.ts";
import { code, tableHead, tableRow } from "./inert.ts";
import { type Section, tablePieces } from "./layout.ts";
import type { Quoting } from "./quoting.ts";

/** What is wrong or odd about the desired state or the run: errors first. */
export function diagnosticsSection(diagnostics: readonly Diagnostic[], quoting: Quoting): readonly Section[] {
  if (diagnostics.length === 0) return [];
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const warnings = diagnostics.filter(({ severity }) => severity === "warning");
  const title = [
    ...(errors.length > 0 ? [count(errors.length, "error")] : []),
    ...(warnings.length > 0 ? [count(warnings.length, "warning")] : []),
  ].join(", ");
  return [
    {
      head: `### Desired state and run: ${title}\n\n`,
      pieces: tablePieces(
        tableHead(["", "where", "what", "what to do"]),
        [...errors, ...warnings],
        ({ severity, file, line, message, hint }) =>
          tableRow([
            severity,
            file === null ? "–" : code(line === null ? file : `${file}:${line}`),
            quoting.sentence(message),
            hint === null ? "–" : quoting.sentence(hint),
          ]),
        () => 1,
      ),
      foot: "",
      things: ["diagnostic", "diagnostics"],
    },
  ];
}
