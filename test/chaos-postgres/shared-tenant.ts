import type { Dispatcher } from "undici";
import type { Clock } from "../../src/model/clock.ts";
import { DEFAULT_DIALS } from "../../src/sandbox/dials.ts";
import { carryOut, createRequestIds, type ExchangeOptions, receive, settle } from "../../src/sandbox/exchange.ts";
import { createState } from "../../src/sandbox/state.ts";
import { parseTenant } from "../../src/sandbox/tenant-file.ts";
import { dispatcherOf, incomingOf, wholeReply } from "../chaos/service.ts";

/** A write that the tenant received. */
export interface ReceivedWrite {
  readonly seq: number;
  readonly life: string;
  readonly user: string;
}

/** One life of a worker, as the tenant sees it. */
export interface Caller {
  readonly name: string;
  /** Called with each request as it arrives, before it is carried out. */
  readonly passing: (isWrite: boolean) => void;
  readonly isGone: () => boolean;
  /** Resolves as soon as it can take an answer. */
  readonly awake: () => Promise<void>;
}

/** The one tenant that all workers of a case change, without sockets. */
export interface SharedTenant {
  readonly origin: string;
  readonly writes: readonly ReceivedWrite[];
  /** How many do not have the newest version. */
  readonly left: () => number;
  readonly dispatcherFor: (caller: Caller, latencyMs: number) => Dispatcher;
}

const ORIGIN = "http://127.0.0.1:4000";

/** @param nextSeq the place in the order of everything that happens in a case */
export function createSharedTenant(people: number, clock: Clock, nextSeq: () => number): SharedTenant {
  const state = createState(parseTenant(textOf(people), "tenant.yaml"));
  const users = state.users.map(({ id }) => id);
  const writes: ReceivedWrite[] = [];
  const answering: ExchangeOptions = {
    root: `${ORIGIN}/v1.0`,
    state,
    clock,
    throttle: null,
    requests: [],
    keepsLog: false,
    dials: () => DEFAULT_DIALS,
    nextRequestId: createRequestIds("chaos"),
    passed: () => undefined,
  };
  return {
    origin: ORIGIN,
    writes,
    left: () => users.filter((id) => state.installationsOf(id).some(({ version }) => version !== "2.4.0")).length,
    dispatcherFor: (caller, latencyMs) =>
      dispatcherOf((options, reply) => {
        const isWrite = options.method !== "GET";
        if (caller.isGone()) return;
        caller.passing(isWrite);
        if (caller.isGone()) return;
        const incoming = incomingOf(options, 100);
        if (isWrite) writes.push({ seq: nextSeq(), life: caller.name, user: userOf(incoming.url.pathname) });
        const received = receive(incoming, answering);
        const answer = wholeReply(settle(carryOut(received, answering), received, answering));
        void clock
          .sleep(latencyMs)
          .then(caller.awake)
          .then(() => (caller.isGone() ? undefined : reply(answer)));
      }),
  };
}

function userOf(path: string): string {
  return /\/users\/([^/]+)\//.exec(path)?.[1] ?? "";
}

function textOf(people: number): string {
  return `tenantId: ${TENANT_ID}
catalog:
  - name: expenses
    id: 0d820ecd-0000-4000-8000-000000000002
    externalId: ${MANIFEST_ID}
    displayName: Expenses
    distributionMethod: organization
    definitions:
      - { version: 2.1.0 }
      - { version: 2.4.0, permissions: [{ value: TeamsActivity.Send.User, type: application }] }
population:
  - count: ${people}
    upn: "person{n}@contoso.com"
    installations: [{ app: expenses, version: 2.1.0 }]
`;
}

export const TENANT_ID = "3f6c1f0e-0000-4000-8000-000000000001";
const MANIFEST_ID = "cf1ba4c7-0000-4000-8000-000000000003";

/** What git says of it: everybody gets the newest version. */
export const DESIRED = `apiVersion: trueup/v1
tenant: ${TENANT_ID}
apps:
  expenses: { manifestId: ${MANIFEST_ID}, permissions: [TeamsActivity.Send.User] }
assignments:
  - { app: expenses, version: latest, to: [{ everyone: true }] }
policy: { maxChanges: 100% }
`;
