import { load } from "../../desired/load.ts";
import { CODES } from "../../desired/problem.ts";
import { folderInRepository } from "../../git/local-repository.ts";
import { isoTime } from "../../model/clock.ts";
import { validationDocument } from "../../plan-file/document.ts";
import { renderJson } from "../../plan-file/write-json.ts";
import { diagnosticAnnotations, renderAnnotations } from "../../report/annotations.ts";
import { renderDiagnostics } from "../../report/diagnostics.ts";
import { fitted } from "../../report/text/layout.ts";
import { renderSarif } from "../../report/sarif.ts";
import { systemClock } from "../../session/system-clock.ts";
import type { Console } from "../console.ts";
import { packageVersion } from "../version.ts";
import { annotationsOption, type Declare, examples, formatOption, PATH } from "../options.ts";

/** The flags of `validate`. */
export interface ValidateFlags {
  readonly format: "text" | "json" | "sarif";
  readonly annotations?: "github";
}

/** Its flags, its examples and what it does. */
export const declare: Declare = (command, execute) => {
  command
    .argument(...PATH)
    .addOption(formatOption("text", "json", "sarif"))
    .addOption(annotationsOption())
    .addHelpText("after", examples("trueup validate teams", "trueup validate teams --format sarif > findings.sarif"))
    .action((path: string, flags: ValidateFlags) => execute((console) => runValidate(path, flags, console)));
};

/** `trueup validate`: everything that can be checked without a tenant. The diagnostics are the result, so they go to stdout. */
export async function runValidate(path: string, flags: ValidateFlags, console: Console): Promise<number> {
  const { configuration, diagnostics, files } = await load(path);
  const prefix = folderInRepository(path, console);
  if (flags.annotations !== undefined) {
    for (const line of renderAnnotations(diagnosticAnnotations(diagnostics), prefix)) console.notice(line);
  }
  if (flags.format === "sarif") {
    await console.result(renderSarif(diagnostics, { version: packageVersion(), codes: CODES, files, prefix }));
  } else if (flags.format === "json") {
    await console.result(renderJson(validationDocument(isoTime(systemClock.now()), diagnostics)));
  } else {
    const text = [...renderDiagnostics(diagnostics, files, { color: console.resultColor })].join("");
    await console.result([fitted(text, console.resultColumns)]);
    if (configuration !== null) {
      const { apps, assignments } = configuration;
      await console.result([`valid: ${counted(apps.length, "app")}, ${counted(assignments.length, "assignment")}\n`]);
    }
  }
  return configuration === null ? 1 : 0;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
