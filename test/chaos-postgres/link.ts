import { connect, createServer, type Socket } from "node:net";
import type { AddressInfo } from "node:net";

/** The way of one worker to the database, which can be cut or held. */
export interface Link {
  /** The address of the database by this way. */
  readonly url: string;
  /** All connections break; new ones are taken once it is mended. */
  readonly cut: () => void;
  readonly mend: () => void;
  /** Nothing goes through, in either direction, until it is let go: a partition, or a process that stands still. */
  readonly hold: () => void;
  readonly letGo: () => void;
  readonly close: () => Promise<void>;
}

/** Opens one to the database at an address. */
export async function openLink(database: string): Promise<Link> {
  const target = new URL(database);
  const pairs = new Set<readonly [Socket, Socket]>();
  let [isCut, isHeld] = [false, false];
  const server = createServer((near) => {
    if (isCut) return void near.destroy();
    const far = connect(Number(target.port), target.hostname);
    const pair = [near, far] as const;
    pairs.add(pair);
    const end = (): void => {
      pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    for (const [from, to] of [pair, [far, near] as const]) {
      from.on("data", (chunk) => void to.write(chunk));
      from.on("error", end);
      from.on("close", end);
      if (isHeld) from.pause();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = new URL(database);
  url.port = String(portOf(server.address()));
  const cut = (): void => {
    isCut = true;
    for (const [near, far] of pairs) {
      near.destroy();
      far.destroy();
    }
  };
  return {
    url: url.href,
    cut,
    mend() {
      isCut = false;
    },
    hold() {
      isHeld = true;
      for (const pair of pairs) for (const socket of pair) socket.pause();
    },
    letGo() {
      isHeld = false;
      for (const pair of pairs) for (const socket of pair) socket.resume();
    },
    async close() {
      cut();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("the link has no port");
  return address.port;
}
