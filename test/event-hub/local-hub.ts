import { createServer } from "node:https";
import { type Container, create_container, type EventContext, message, type Sender, types, type Message } from "rhea";
import { Agent } from "undici";
import { onTestFinished } from "vitest";
import { type WebSocket, WebSocketServer } from "ws";
import { certificateFile } from "../graph/sign-in/authority-server.ts";

/** One message of a hub. */
interface Kept {
  readonly atMs: number;
  readonly body: Message["body"];
}

/** An event hub of this machine: what of AMQP 1.0 the service speaks, over WebSockets and TLS. */
export interface LocalHub {
  readonly endpoint: string;
  /** Trusts the certificate of the hub. */
  readonly dispatcher: Agent;
  /** As Graph puts it in: the bytes of a text. */
  readonly send: (text: string, partition?: number) => void;
  /** Anything else that somebody may put in. */
  readonly sendBody: (body: Message["body"], partition?: number) => void;
  /** Tokens that were shown, in order. */
  readonly tokens: readonly string[];
  /** Where reading began each time, as the reader put it. */
  readonly positions: readonly string[];
  /** How many messages were handed out. */
  readonly given: () => number;
  /** How many parts of the hub are being read. */
  readonly readers: () => number;
  /** Whether it takes the tokens that are shown. */
  refuses: boolean;
  /** Ends every connection without a word, and lets nobody in while it is away. */
  readonly goAway: () => void;
  readonly comeBack: () => void;
  /** Ends the reading of a part, with a reason. */
  readonly endPart: (partition: number, condition: string) => void;
}

const HUB = "trueup";

/** The types of the library want a socket of TCP, and its code takes one of the web. */
function accept(container: Container, socket: WebSocket): void {
  const method: unknown = Reflect.get(container, "websocket_accept");
  if (typeof method !== "function") throw new Error("the library takes no sockets of the web");
  Reflect.apply(method, container, [socket, {}]);
}

/** How much a reader may be given; the types of the library do not name it. */
function creditOf(sender: Sender): number {
  const credit: unknown = Reflect.get(sender, "credit");
  return typeof credit === "number" ? credit : 0;
}

function nextOf(kept: readonly Kept[], since: RegExpExecArray | null): number {
  const [, kind, value = ""] = since ?? [];
  if (value === "latest" || kind === undefined) return kept.length;
  if (kind !== "enqueued-time") return Number(value) + 1;
  const index = kept.findIndex(({ atMs }) => atMs > Number(value));
  return index === -1 ? kept.length : index;
}

/** Starts one; it ends with the test. @param nowMs when a message came in */
export async function startHub(partitions = 2, nowMs: () => number = Date.now): Promise<LocalHub> {
  const parts = Array.from({ length: partitions }, (): Kept[] => []);
  const tokens: string[] = [];
  const positions: string[] = [];
  const readers = new Map<Sender, { readonly partition: number; next: number }>();
  const repliers = new Map<string, Sender>();
  const sockets = new Set<WebSocket>();
  let [isAway, given] = [false, 0];
  const state = { refuses: false };

  const container = create_container({ id: "local-hub", non_fatal_errors: ["amqp:connection:forced"] });
  for (const event of ["disconnected", "connection_error", "session_error", "sender_error", "receiver_error", "error"])
    container.on(event, () => undefined);

  container.on("sender_open", ({ sender }: EventContext) => {
    if (sender === undefined) return;
    const address: unknown = sender.source.address;
    if (typeof address !== "string") return;
    sender.set_source({ ...sender.source, address });
    const partition = /\/Partitions\/(\d+)$/.exec(address)?.[1];
    if (partition === undefined) {
      const reply: unknown = sender.target.address;
      repliers.set(typeof reply === "string" ? reply : address, sender);
      repliers.set(address, sender);
      return;
    }
    const filter = JSON.stringify(sender.source.filter ?? null);
    positions.push(filter);
    const kept = parts[Number(partition)] ?? [];
    const since = /x-opt-(enqueued-time|sequence-number|offset)\s*>=?\s*'@?(\w+)'/.exec(filter);
    readers.set(sender, { partition: Number(partition), next: nextOf(kept, since) });
    sender.once("sender_close", () => readers.delete(sender));
  });

  let isPumping = false;
  /** At the end of the turn, since credit is counted when a turn ends. */
  function pump(): void {
    if (isPumping) return;
    isPumping = true;
    setImmediate(() => {
      isPumping = false;
      handOut();
    });
  }

  function handOut(): void {
    for (const [sender, reader] of readers) {
      const kept = parts[reader.partition] ?? [];
      for (let room = sender.is_open() ? creditOf(sender) : 0; room > 0 && reader.next < kept.length; room -= 1) {
        const one = kept[reader.next];
        if (one === undefined) break;
        const annotations = {
          "x-opt-offset": String(reader.next),
          "x-opt-sequence-number": reader.next,
          "x-opt-enqueued-time": types.wrap_timestamp(one.atMs),
        };
        sender.send({ body: one.body, message_annotations: annotations });
        reader.next += 1;
        given += 1;
      }
    }
  }

  container.on("sendable", pump);
  container.on("message", ({ message: sent }: EventContext) => {
    const { application_properties: asked = {}, message_id: id, reply_to: replyTo } = sent ?? {};
    const isToken = asked["operation"] === "put-token";
    if (isToken) tokens.push(String(sent?.body));
    const reply = repliers.get(String(replyTo)) ?? repliers.get(isToken ? "$cbs" : "$management");
    const refused = isToken && state.refuses;
    const answer: Message = {
      ...(id === undefined ? {} : { correlation_id: id }),
      application_properties: refused
        ? { "status-code": 401, "status-description": "the token is refused" }
        : { "status-code": isToken ? 202 : 200, "status-description": "OK" },
      body: isToken
        ? null
        : {
            name: HUB,
            type: "com.microsoft:eventhub",
            created_at: new Date(0),
            partition_count: partitions,
            partition_ids: types.wrap_array(
              parts.map((_, index) => String(index)),
              0xa1,
              undefined,
            ),
          },
    };
    reply?.send(answer);
  });

  const server = createServer({ cert: certificateFile("authority.pem"), key: certificateFile("authority.key.pem") });
  const doors = new WebSocketServer({ server, handleProtocols: () => "AMQPWSB10" });
  doors.on("connection", (socket) => {
    if (isAway) {
      socket.terminate();
      return;
    }
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    accept(container, socket);
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const dispatcher = new Agent({ allowH2: false, connect: { ca: certificateFile("authority.pem") } });

  const drop = (): void => {
    readers.clear();
    repliers.clear();
    for (const socket of sockets) socket.terminate();
  };
  onTestFinished(async () => {
    drop();
    doors.close();
    server.closeAllConnections();
    server.close();
    await dispatcher.destroy();
  });
  const sendBody = (body: Message["body"], partition = 0): void => {
    parts[partition]?.push({ atMs: nowMs(), body });
    pump();
  };
  return Object.assign(state, {
    endpoint: `sb://localhost:${port}/`,
    dispatcher,
    tokens,
    positions,
    given: () => given,
    readers: () => readers.size,
    send: (text: string, partition = 0) => sendBody(message.data_section(Buffer.from(text)), partition),
    sendBody,
    goAway() {
      isAway = true;
      drop();
    },
    comeBack() {
      isAway = false;
    },
    endPart(partition: number, condition: string) {
      for (const [sender, reader] of readers) {
        if (reader.partition !== partition) continue;
        readers.delete(sender);
        sender.close({ condition, description: "ended by the test" });
      }
    },
  });
}
