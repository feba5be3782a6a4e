/** Whether two names of an app, a person or a permission are the same: wherever somebody writes one, without case. */
export function sameName(one: string | null | undefined, other: string | null | undefined): boolean {
  return one != null && other != null && one.toLowerCase() === other.toLowerCase();
}
