import { derivedId } from "./tenant.ts";

/** Gives each request an id: the same seed and requests make the same ids, in whatever order different requests come. */
export function createRequestIds(seed: string): (method: string, rawPath: string) => string {
  const times = new Map<string, number>();
  return (method, rawPath) => {
    const request = `${method} ${rawPath}`;
    const nth = (times.get(request) ?? 0) + 1;
    times.set(request, nth);
    return derivedId("request", `${seed} ${nth} ${request}`);
  };
}
