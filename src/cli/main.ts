#!/usr/bin/env node
import process from "node:process";
import { keepCompiledCode } from "./compile-cache.ts";

keepCompiledCode();

// A reader that went away must not end a run that is writing to the tenant; the console stops writing to it.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

const { runCommandLine } = await import("./program.ts");
process.exitCode = await runCommandLine(process.argv);
