#!/usr/bin/env node
import process from "node:process";
import { keepCompiledCode } from "./compile-cache.ts";

keepCompiledCode();

// A reader that went away and a disk that is full must not end a run that is writing to the tenant. The console stops
// writing, and where it is a result that cannot be written, the command says so and ends with its exit code.
for (const output of [process.stdout, process.stderr]) output.on("error", () => undefined);

const { runCommandLine } = await import("./program.ts");
process.exitCode = await runCommandLine(process.argv);
