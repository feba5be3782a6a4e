import { isoTime } from "../model/clock.ts";
import type { Message } from "./message.ts";

/** The media type of an event that is a body by itself. */
export const CLOUD_EVENT = "application/cloudevents+json; charset=utf-8";

/**
 * The message as a CloudEvent in structured mode:
 * https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md
 */
export function cloudEventBody({ id, atMs, topic, title, origin, data }: Message): string {
  return JSON.stringify({
    specversion: "1.0",
    id,
    source: `urn:trueup:${origin.tenantId ?? "unknown"}`,
    type: `trueup.controller.${topic}`,
    time: isoTime(atMs),
    datacontenttype: "application/json",
    data: { title, ...data },
  });
}
