import { html, type Html } from "./html.ts";

/** `1,204` */
export function number(amount: number): string {
  return `${amount}`.replaceAll(/\B(?=(\d{3})+$)/g, ",");
}

/** `1 row`, `1,204 rows`; for other plurals than an added s give both words. */
export function counted(amount: number, one: string, many = `${one}s`): string {
  return `${number(amount)} ${amount === 1 ? one : many}`;
}

/** `96.7 %`; never 100 % while one is missing, and never 0 % while there is one. Null: there is nothing to take a part of. */
export function share(part: number, whole: number): string | null {
  if (whole === 0) return null;
  if (part === whole) return "100 %";
  if (part === 0) return "0 %";
  const tenths = Math.floor((part / whole) * 1000);
  return tenths === 0 ? "under 0.1 %" : `${tenths / 10} %`;
}

/** `3 min ago`, `6 h ago`, `2 days ago`; in whole units, rounded down. */
export function ago(ms: number): string {
  const minutes = Math.floor(Math.max(0, ms) / 60_000);
  if (minutes < 1) return "less than a minute ago";
  if (minutes < 120) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ago` : `${Math.floor(hours / 24)} days ago`;
}

/** `2026-01-05 08:00 UTC`, for machines as well. */
export function time(ms: number): Html {
  const iso = new Date(ms).toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC</time>`;
}
