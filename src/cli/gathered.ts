/** Strings are gathered to pieces of about this many characters, since a row apiece would be a system call apiece. */
const PIECE = 65_536;

/** The same text in larger pieces. */
export function* gathered(chunks: Iterable<string>): Iterable<string> {
  let piece = "";
  for (const chunk of chunks) {
    piece += chunk;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = "";
  }
  if (piece !== "") yield piece;
}
