const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether a text is the object id of something in the directory, rather than a name. */
export function isObjectId(text: string): boolean {
  return GUID.test(text);
}
