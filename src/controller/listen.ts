import { isHubUrl } from "../events/hub-address.ts";
import type { Clock } from "../model/clock.ts";
import type { Controller } from "./controller.ts";
import type { Events } from "./events.ts";
import { createHttp, listenAt, listensOnLoopback } from "./http.ts";
import type { Metrics } from "./metrics.ts";
import { secretIn } from "./notifications.ts";
import { pageAccess } from "./page-access.ts";
import type { ControllerSettings, ControllerSurroundings } from "./settings.ts";
import type { StatusPage } from "./status-page.ts";
import { createWebhooks } from "./webhooks.ts";

/** Serves health, metrics and the page, and takes what comes in; gives what ends that, null where it is switched off. */
export async function listen(
  controller: Controller,
  events: Events | null,
  metrics: Metrics,
  page: StatusPage,
  settings: ControllerSettings,
  { environment, log }: ControllerSurroundings,
  clock: Clock,
): Promise<(() => Promise<void>) | null> {
  const { listen: at, eventsUrl, showUsers } = settings;
  if (at === "off") return null;
  const token = environment["TRUEUP_RECONCILE_TOKEN"] ?? "";
  const secret = secretIn(environment, "TRUEUP_WEBHOOK_SECRET");
  const access = pageAccess(settings, environment);
  const server = createHttp(
    {
      ready: () => controller.ready(),
      live: () => controller.live(),
      metrics,
      reconcile: () => controller.request("request"),
      page: (name) =>
        page.render(name, {
          ...controller.standing(),
          now: controller.live().why,
          unheard: events?.trouble() ?? null,
          knowledge: events?.knowledge() ?? null,
        }),
    },
    {
      listen: at,
      token: token === "" ? null : token,
      ...access,
      notifications:
        events === null || eventsUrl === undefined || isHubUrl(eventsUrl)
          ? null
          : { host: new URL(eventsUrl).hostname, take: events.take },
      webhooks: secret === "" ? null : createWebhooks(secret, () => clock.now()),
    },
  );
  log({ kind: "listening", address: await listenAt(server, at) });
  if (!listensOnLoopback(server))
    log({
      kind: "notice",
      text: `${at.host} is reached from other machines: metrics and the status page show apps and versions, ${showUsers ? "and the page names people" : "and no names of people"}`,
    });
  return () => server.close();
}
