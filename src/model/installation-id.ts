/**
 * What an installation's id holds beside the user's, where it has the form of Graph's samples: base64 of `<user>##<app>`. Clients
 * must not rely on it, so each id is compared with what this makes of it, and null says that it has another form.
 */
export function ownPart(id: string, userId: string): string | null {
  if (id.charAt(0) !== firstLetter(userId) || id.length < ((userId.length + SEPARATOR.length) * 4) / 3) return null;
  const text = Buffer.from(id, "base64").toString("latin1");
  if (!text.startsWith(userId) || !text.startsWith(SEPARATOR, userId.length)) return null;
  const part = text.slice(userId.length + SEPARATOR.length);
  return withUser(part, userId) === id ? part : null;
}

/** The id whose {@link ownPart} is this; made a million times, and `btoa` takes a tenth of the time that a buffer does. */
export function withUser(part: string, userId: string): string {
  return btoa(`${userId}${SEPARATOR}${part}`);
}

/** By it, most ids of another form are told without decoding them. */
function firstLetter(userId: string): string {
  return LETTERS.charAt(userId.charCodeAt(0) >> 2);
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const SEPARATOR = "##";
