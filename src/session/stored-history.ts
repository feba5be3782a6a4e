import { createReadStream, existsSync } from "node:fs";
import process from "node:process";
import { createInterface } from "node:readline";
import { causeOf, UsageError } from "../errors.ts";
import type { KeptReceipt, ReceiptLink } from "../model/receipt.ts";
import { receiptOfLine } from "../receipts/chain.ts";
import { nameTenant } from "../store/named-databases.ts";
import { isDatabaseAddress } from "../store/postgres/address.ts";
import { tryStore } from "../store/open.ts";
import { defaultStorePath } from "../store/path.ts";
import { askedStore, noStoreHint, noStoreText, storeFiles } from "./open-store.ts";
import { systemClock } from "./system-clock.ts";
import type { Surroundings } from "./tenant.ts";
import type { Store } from "../store/store.ts";

/** Receipts to look at, and where they are, for people. */
export interface ReceiptSource {
  readonly name: string;
  /** What came before the first one; `unknown`: what is there may be the end of a chain. */
  readonly before: ReceiptLink | null | "unknown";
  /** Reads them from the beginning, each time it is called; what is in no chain is left out. */
  readonly receipts: () => Iterable<KeptReceipt> | AsyncIterable<KeptReceipt>;
}

/**
 * Does something with a store that exists and only reads: it is neither made, nor moved aside where it is corrupt.
 * @throws UsageError when it cannot be opened
 */
export async function readingStore<Value>(
  path: string,
  { notice }: Pick<Surroundings, "notice">,
  work: (store: Store) => Promise<Value>,
): Promise<Value> {
  const tried = await tryStore({ path, tenant: null, clock: systemClock, notice, rebuilds: false });
  if (tried.kind === "refused")
    throw new UsageError(
      `the store ${path} cannot be read: ${tried.why}`,
      tried.isCorrupt === true ? "restore it from a copy; it is left as it is" : null,
    );
  try {
    return await work(tried.store);
  } finally {
    await tried.store.close();
  }
}

/**
 * The one store that is meant: of `TRUEUP_STORE`, or of this machine.
 * @throws UsageError where there is none, or several
 */
export async function theStore(around: Pick<Surroundings, "environment">): Promise<string> {
  const [file, ...others] = await storeFiles(around);
  const asked = askedStore(around.environment);
  if (file === undefined) throw new UsageError(`${noStoreText(around)}, so nothing is known`, noStoreHint(around));
  if (others.length === 0) return file;
  const all = [file, ...others].join(", ");
  const many = `there are ${others.length + 1} stores`;
  throw isDatabaseAddress(asked)
    ? new UsageError(`${many} in ${asked}: ${all}`, "set AZURE_TENANT_ID to the tenant that is meant")
    : new UsageError(`${many} on this machine: ${all}`, "set TRUEUP_STORE to one of them");
}

/** The store of one tenant; null: there is none. A sandbox has one only where `TRUEUP_STORE` asks for it. */
export function storeOfTenant(
  tenantId: string | null,
  loopback: boolean,
  { environment }: Pick<Surroundings, "environment">,
): string | null {
  const asked = askedStore(environment);
  if (asked === "" && (loopback || tenantId === null)) return null;
  if (isDatabaseAddress(asked)) return nameTenant(asked, tenantId ?? "");
  const path = asked === "" ? defaultStorePath(tenantId ?? "", { environment, platform: process.platform }) : asked;
  return existsSync(path) ? path : null;
}

/** The receipts of a store that is open. */
export async function receiptsOf({ receipts }: Store, name: string): Promise<ReceiptSource> {
  return { name, before: await receipts.before(), receipts: () => receipts.after(0) };
}

/**
 * The receipts of a file that `--receipt` wrote.
 * @throws UsageError, while they are read too, when it cannot be read
 */
export function receiptsInFile(path: string): ReceiptSource {
  return { name: path, before: "unknown", receipts: () => linesOf(path) };
}

async function* linesOf(path: string): AsyncGenerator<KeptReceipt> {
  try {
    for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
      const receipt = receiptOfLine(line);
      if (receipt !== null) yield receipt;
    }
  } catch (error) {
    throw new UsageError(
      `the receipt file ${path} cannot be read: ${causeOf(error)}`,
      "give a file that --receipt wrote",
    );
  }
}
