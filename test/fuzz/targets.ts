import { commandTarget } from "./command-target.ts";
import { desiredTarget } from "./desired-target.ts";
import { grammarTarget } from "./grammar-target.ts";
import { graphTarget } from "./graph-target.ts";
import { hugeTarget } from "./huge-target.ts";
import { listGrammarTarget } from "./list-grammar-target.ts";
import { listTarget } from "./list-target.ts";
import { planTarget } from "./plan-target.ts";
import { reportTarget } from "./report-target.ts";
import type { TargetKind } from "./target.ts";

/** Everything that takes input from outside. */
export const TARGETS: readonly TargetKind[] = [
  { name: "desired state", share: 1, longestMs: 5_000, extension: "yaml", open: desiredTarget },
  { name: "desired state by grammar", share: 1, longestMs: 5_000, open: grammarTarget },
  { name: "list of users", share: 1, longestMs: 5_000, extension: "csv", open: listTarget },
  { name: "list of users by grammar", share: 1, longestMs: 5_000, open: listGrammarTarget },
  { name: "plan file", share: 1, longestMs: 5_000, open: planTarget },
  { name: "answer of Graph", share: 1, longestMs: 5_000, open: graphTarget },
  { name: "report", share: 0.5, longestMs: 5_000, open: reportTarget },
  { name: "command in a hostile tenant", share: 0.1, longestMs: 5_000, open: commandTarget },
  { name: "huge input", share: 0.003, longestMs: 30_000, open: hugeTarget },
];
