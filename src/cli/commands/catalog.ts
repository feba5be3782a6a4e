import { didYouMean } from "../../desired/did-you-mean.ts";
import type { CatalogApp } from "../../init/survey.ts";
import { compareText } from "../../model/order.ts";
import { permissionWords } from "../../model/permission-words.ts";
import { offerOf } from "../../plan/offer.ts";
import { printable } from "../../report/facts/printable.ts";
import { permissionText } from "../../report/facts/wording.ts";
import { fitted } from "../../report/text/layout.ts";
import { nearAppId } from "../../session/near-app.ts";
import { systemClock } from "../../session/system-clock.ts";
import { openTenant } from "../../session/tenant.ts";
import type { Console } from "../console.ts";
import { authOption, type Declare, examples, formatOption, limitsScaleOption, rateShareOption } from "../options.ts";

/** The flags of `catalog`. */
export interface CatalogFlags {
  readonly format: "text" | "json";
  readonly auth?: string;
  readonly rateShare: number;
  readonly limitsScale: number;
}

/** Its flags, its examples and what it does. */
export const declare: Declare = (command, execute) => {
  command
    .argument("[text]", "only apps whose name or id holds it")
    .addOption(formatOption("text", "json"))
    .addOption(authOption())
    .addOption(rateShareOption())
    .addOption(limitsScaleOption())
    .addHelpText("after", examples("trueup catalog", "trueup catalog expenses", "trueup catalog --format json"))
    .action((text: string | undefined, flags: CatalogFlags) =>
      execute((console) => runCatalog(text ?? "", flags, console)),
    );
};

/** `trueup catalog`: the apps of the tenant with both of their ids and what each version offered requires. Needs no desired state. */
export async function runCatalog(text: string, flags: CatalogFlags, console: Console): Promise<number> {
  const { auth = null, limitsScale, rateShare } = flags;
  const tenant = await openTenant({ auth, limitsScale, rateShare }, console, systemClock);
  try {
    const wanted = text.toLowerCase();
    const all = await tenant.graph.inventory.readApps("all");
    const apps = all
      .filter(({ id, externalId, displayName }) =>
        [id, externalId, displayName].some((field) => field?.toLowerCase().includes(wanted) === true),
      )
      .map(entryOf)
      .sort((a, b) => compareText(a.displayName ?? "", b.displayName ?? "") || compareText(a.catalogId, b.catalogId));
    if (flags.format === "json") {
      await console.result([`${JSON.stringify({ formatVersion: "1.0", kind: "catalog", apps }, null, 2)}\n`]);
    } else {
      await console.result([fitted(apps.flatMap(inWords).join(""), console.resultColumns)]);
      const which =
        text === ""
          ? "no app is in the catalog"
          : `no app of the catalog has ${JSON.stringify(text)} in its name or ids`;
      if (apps.length === 0)
        console.notice(
          `${which}, as this sign-in sees it; ${nearAppId(text, all) ?? nearTitle(text, all) ?? "a new app may take 24 to 48 hours to show"}`,
        );
    }
    return 0;
  } finally {
    await tenant.close();
  }
}

function nearTitle(text: string, apps: readonly CatalogApp[]): string | null {
  return didYouMean(
    text,
    apps.flatMap(({ displayName }) => displayName ?? []),
  );
}

function entryOf({ id, externalId, displayName, distributionMethod, definitions }: CatalogApp) {
  const offer = offerOf({ state: "found", id, externalId, displayName, distributionMethod, definitions });
  const identity = offer.state === "offered" && offer.identity.state === "known" ? offer.identity : null;
  return {
    displayName,
    distributionMethod,
    manifestId: externalId,
    catalogId: id,
    offered: offer.state === "offered" ? offer.version.text : null,
    /** Null: not known. */
    permissions: offer.state === "offered" && offer.required.state === "known" ? offer.required.permissions : null,
    clientAppId: identity?.clientAppId ?? null,
    bot: identity?.bot ?? null,
  };
}

function inWords(app: ReturnType<typeof entryOf>): readonly string[] {
  const permissions = app.permissions?.map(permissionText) ?? ["not known"];
  const facts: readonly (readonly [string, string | null])[] = [
    ["manifestId", app.manifestId],
    ["catalogId", app.catalogId],
    ["offered", app.offered ?? "nothing"],
    ["permissions", permissions.join(", ") || "none"],
    ...(app.permissions ?? []).map((permission) => ["", permissionWords(permission)] as const),
    ["clientAppId", app.clientAppId],
  ];
  return [
    `${printable(app.displayName ?? "(without a name)")} (${printable(app.distributionMethod ?? "not known whose")})\n`,
    ...facts.flatMap(([name, value]) => (value === null ? [] : [`  ${name.padEnd(12)} ${printable(value)}\n`])),
    "\n",
  ];
}
