import { describe, expect, it } from "vitest";
import { hubIn } from "../../src/events/hub-address.ts";
import { eventSettingsIn } from "../../src/controller/event-settings.ts";

const GOOD = "EventHub:https://contoso-hub.servicebus.windows.net/eventhubname/trueup?tenantId=contoso.com";

describe("the address of an event hub", () => {
  it("is the one that Graph wants in a subscription", () => {
    expect(hubIn(GOOD)).toEqual({ host: "contoso-hub.servicebus.windows.net", hub: "trueup" });
  });

  it.each([
    ["an address on the web", "https://trueup.contoso.com/notifications"],
    ["another host", GOOD.replace("servicebus.windows.net", "servicebus.windows.net.evil.example")],
    ["plain http", GOOD.replace("https", "http")],
    ["a port", GOOD.replace(".net/", ".net:8443/")],
    ["a name and a password", GOOD.replace("https://", "https://a:b@")],
    ["no hub", GOOD.replace("/trueup", "/")],
    ["a path below the hub", GOOD.replace("/trueup", "/trueup/more")],
    ["no domain of a tenant", GOOD.replace("?tenantId=contoso.com", "")],
    ["more than the domain of a tenant", `${GOOD}&more=1`],
    ["the secret of a vault", "EventHub:https://vault.vault.azure.net/secrets/name?tenantId=contoso.com"],
    ["no address", "EventHub:https://"],
  ])("is not %s", (_what, url) => {
    expect(hubIn(url)).toBeNull();
  });

  it("needs nothing to listen on", () => {
    const environment = { TRUEUP_EVENTS_SECRET: "0123456789abcdef" };
    expect(eventSettingsIn(GOOD, { listens: false, environment })?.hub?.hub).toBe("trueup");
    expect(() => eventSettingsIn("https://x.contoso.com/", { listens: false, environment })).toThrow(
      "needs an address to listen on",
    );
  });
});
