import { createHttp } from "../../src/controller/http.ts";
import { createMetrics } from "../../src/controller/metrics.ts";
import { renderAnswer, renderStatusPage } from "../../src/report/page.ts";
import type { StatusView } from "../../src/report/page/status-view.ts";
import { contentSecurityPolicy } from "../../src/report/page/styles.ts";
import {
  BLOCKED,
  DRIFTING,
  EMPTY,
  HEALTHY,
  hostileView,
  manyRows,
  NAMED,
  passes,
  PSEUDONYMS,
  view,
  watching,
} from "../report/page/views.ts";

/** The tenants that every check goes through. */
export const TENANTS: Readonly<Record<string, StatusView>> = {
  "not planned": view(null, NAMED, { watching: watching({ passes: [] }) }),
  empty: view(EMPTY),
  healthy: view(HEALTHY),
  drifting: view(DRIFTING, PSEUDONYMS),
  blocked: view(BLOCKED, NAMED, { watching: watching({ passes: passes(8, troubled) }) }),
  hostile: hostileView(),
  "100,000 rows": view(manyRows()),
};

function troubled(number: number) {
  if (number === 8) return { outcome: "failed", summary: null, problem: "Graph answered 503 six times" } as const;
  if (number % 3 !== 0) return {};
  return { outcome: "not-converged", summary: "117 rows: 41 applied, 3 failed, 21 held, 50 blocked" } as const;
}

/** A server as the controller has it, whose page can be exchanged. */
export interface PageServer {
  readonly origin: string;
  readonly show: (view: StatusView) => void;
  readonly close: () => Promise<void>;
}

/** The controller's own server, with its headers, on a free port of this machine. */
export async function startPageServer(): Promise<PageServer> {
  let shown = view(null);
  const policy = contentSecurityPolicy();
  const listen = { host: "127.0.0.1", port: 0 };
  const ok = { ok: true, why: "" };
  const server = createHttp(
    {
      ready: () => ok,
      live: () => ok,
      metrics: createMetrics({ nowMs: () => 0, build: { version: "0.1.0", node: "24" } }),
      reconcile: () => undefined,
      page: (name) => {
        const pieces = name === null ? renderStatusPage(shown) : renderAnswer(shown, name);
        return { html: [...pieces].join(""), contentSecurityPolicy: policy };
      },
    },
    { listen, publicHost: null, token: null, webhooks: null, notifications: null, basePath: "/", signIn: null },
  );
  return {
    origin: await server.listen(listen),
    show: (next) => {
      shown = next;
    },
    close: () => server.close(),
  };
}
