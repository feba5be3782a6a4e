import type { HeldApp } from "./survey.ts";

const LONGEST = 40;

/** Names for apps within a repository, made of their display names: lower case, and each another one. */
export function nameApps(apps: readonly Pick<HeldApp, "catalogId" | "displayName">[]): readonly string[] {
  const taken = new Set<string>();
  return apps.map(({ catalogId, displayName }) => {
    const plain =
      slug(displayName ?? "") ||
      `app-${catalogId
        .slice(0, 8)
        .toLowerCase()
        .replace(/[^a-z0-9]/g, "")}`;
    let name = plain;
    for (let number = 2; taken.has(name); number += 1) name = `${plain}-${number}`;
    taken.add(name);
    return name;
  });
}

/** "Café Réservations (EU)" is `cafe-reservations-eu`; empty where no letter or digit of ASCII is left. */
function slug(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, LONGEST)
    .replace(/^-+|-+$/g, "");
}
