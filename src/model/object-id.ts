const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether a text is a GUID, as the ids of the directory are and its names are not. */
export function isObjectId(text: string): boolean {
  return GUID.test(text);
}
