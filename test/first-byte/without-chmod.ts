import fs from "node:fs";
import promises from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";

// Loaded before a program: what the program makes keeps the mode that it was made with, and nothing is taken from that.
process.umask(0);

const nothing = (): void => undefined;
const later = (): Promise<void> => Promise.resolve();
Object.assign(fs, { chmodSync: nothing, fchmodSync: nothing, lchmodSync: nothing });
Object.assign(promises, { chmod: later, lchmod: later });
const handle = await promises.open(process.execPath);
Object.defineProperty(Object.getPrototypeOf(handle), "chmod", { value: later });
await handle.close();
syncBuiltinESMExports();
