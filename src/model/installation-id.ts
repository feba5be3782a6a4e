/**
 * What an installation's id holds beside the user's, where it has the form of Graph's samples: base64 of `<user>##<app>`. Clients
 * must not rely on it, so each id is compared with what this makes of it, and null says that it has another form.
 */
export function ownPart(id: string, userId: string): string | null {
  // Long before it is decoded, most other forms are told by their length.
  if (id.length < ((userId.length + SEPARATOR.length) * 4) / 3) return null;
  const text = Buffer.from(id, "base64").toString("latin1");
  if (!text.startsWith(userId) || !text.startsWith(SEPARATOR, userId.length)) return null;
  const part = text.slice(userId.length + SEPARATOR.length);
  return withUser(part, userId) === id ? part : null;
}

/** The id whose {@link ownPart} is this. */
export function withUser(part: string, userId: string): string {
  return Buffer.from(`${userId}${SEPARATOR}${part}`, "latin1").toString("base64");
}

const SEPARATOR = "##";
