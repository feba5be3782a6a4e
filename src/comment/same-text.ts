/** True when a service that may change line ends, and white space at both ends, keeps this text already. */
export function isSameText(kept: string, wanted: string): boolean {
  return plain(kept) === plain(wanted);
}

function plain(text: string): string {
  return text.replaceAll("\r\n", "\n").trim();
}
