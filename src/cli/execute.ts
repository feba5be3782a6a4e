import type { Console } from "./console.ts";

/** Runs a command with the console that its flags ask for, and keeps its exit code. */
export type Execute = (command: (console: Console) => Promise<number>) => Promise<void>;
