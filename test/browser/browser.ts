import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** Where Debian's package `chromium` puts it. */
const EXECUTABLE = "/usr/bin/chromium";

/** False where there is no browser: then nothing can be checked in one. */
export const HAS_BROWSER = existsSync(EXECUTABLE);

/** It reaches nothing but the addresses that tests name; without a sandbox, since tests may run as root in a container. */
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A browser without windows, with a profile of its own that is deleted when it closes. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: EXECUTABLE, headless: true, args: ARGUMENTS, timeout: 180_000 });
}
