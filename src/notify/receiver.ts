import { UsageError } from "../errors.ts";
import { isLoopbackHost } from "../http/base-url.ts";
import type { Outgoing } from "../http/exchange.ts";
import { teamsBody } from "./adaptive-card.ts";
import { CLOUD_EVENT, cloudEventBody } from "./cloud-event.ts";
import type { Message } from "./message.ts";
import { parseSigningKey, signatureHeaders } from "./signature.ts";
import { slackBody } from "./slack.ts";

/** Somewhere that messages go. Its address is a secret, and is in no property of it. */
export interface Receiver {
  readonly name: "Teams" | "Slack" | "webhook";
  /** Whether it is on this machine: then no proxy is asked. */
  readonly loopback: boolean;
  /** @param nowMs of this try; milliseconds since the epoch */
  readonly outgoing: (message: Message, nowMs: number) => Outgoing;
}

/** The variables that say where messages go; with `_FILE` at the end of its name, each says which file holds its value. */
export const VARIABLES = {
  teams: "TRUEUP_NOTIFY_TEAMS_URL",
  slack: "TRUEUP_NOTIFY_SLACK_URL",
  webhook: "TRUEUP_NOTIFY_WEBHOOK_URL",
  secret: "TRUEUP_NOTIFY_WEBHOOK_SECRET",
} as const;

const JSON_BODY = "application/json; charset=utf-8";

/**
 * The receivers that are set.
 * @param valueOf the value of a variable; empty where it is not set
 * @throws UsageError for an address or a secret that cannot be used, without showing it
 */
export function receiversOf(valueOf: (name: string) => string): readonly Receiver[] {
  const receivers: Receiver[] = [];
  const [teams, slack, webhook] = [valueOf(VARIABLES.teams), valueOf(VARIABLES.slack), valueOf(VARIABLES.webhook)];
  if (teams !== "") receivers.push(plainReceiver("Teams", teams, VARIABLES.teams, teamsBody));
  if (slack !== "") receivers.push(plainReceiver("Slack", slack, VARIABLES.slack, slackBody));
  const secret = valueOf(VARIABLES.secret);
  if (webhook !== "") receivers.push(signedReceiver(webhook, secret));
  else if (secret !== "") {
    throw new UsageError(`${VARIABLES.secret} is set, but ${VARIABLES.webhook} is not`, "set both, or neither");
  }
  return receivers;
}

function plainReceiver(
  name: Receiver["name"],
  address: string,
  variable: string,
  bodyOf: (message: Message) => string,
): Receiver {
  const { url, loopback } = parseAddress(address, variable);
  return {
    name,
    loopback,
    outgoing: (message) => ({ method: "POST", url, headers: headersWith(JSON_BODY), body: bodyOf(message) }),
  };
}

function signedReceiver(address: string, secret: string): Receiver {
  const { url, loopback } = parseAddress(address, VARIABLES.webhook);
  if (secret === "") {
    throw new UsageError(
      `${VARIABLES.webhook} is set, but ${VARIABLES.secret} is not`,
      'events are signed; make a secret with: echo "whsec_$(openssl rand -base64 32)"',
    );
  }
  const key = parseSigningKey(secret, VARIABLES.secret);
  return {
    name: "webhook",
    loopback,
    outgoing(message, nowMs) {
      const body = cloudEventBody(message);
      const headers = { ...headersWith(CLOUD_EVENT), ...signatureHeaders(message.id, nowMs, body, key) };
      return { method: "POST", url, headers, body };
    },
  };
}

function headersWith(contentType: string): Readonly<Record<string, string>> {
  return { "user-agent": "trueup", "content-type": contentType };
}

function parseAddress(text: string, variable: string): { readonly url: string; readonly loopback: boolean } {
  if (!URL.canParse(text))
    throw new UsageError(`${variable} is not a URL`, "it is not shown here, since it is a secret");
  const url = new URL(text);
  const { protocol, hostname, username, password } = url;
  if (username !== "" || password !== "") {
    throw new UsageError(`${variable} must have no name or password before the host`, "take the part before the @ out");
  }
  const loopback = isLoopbackHost(hostname);
  if (protocol !== "https:" && !(protocol === "http:" && loopback)) {
    throw new UsageError(`${variable} must be https`, "plain http is for this machine only");
  }
  return { url: url.href, loopback };
}
