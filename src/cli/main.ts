#!/usr/bin/env node
import { enableCompileCache } from "node:module";
import process from "node:process";

// What is compiled once need not be compiled by the next run; where nothing can be kept, nothing is.
enableCompileCache();

// A reader that went away must not end a run that is writing to the tenant; the console stops writing to it.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

const { runCommandLine } = await import("./command-line.ts");
process.exitCode = await runCommandLine(process.argv);
