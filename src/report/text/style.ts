/** What a line means, so that colour can say it too. Without colour each gives the text back as it is. */
export interface Style {
  readonly title: (text: string) => string;
  readonly good: (text: string) => string;
  readonly caution: (text: string) => string;
  readonly bad: (text: string) => string;
}

/** The codes are "Select Graphic Rendition" of ECMA-48, in the eight colours that every terminal has. */
export function styleFor(color: boolean): Style {
  const paint = (code: number) => (text: string) => (color ? `\u001B[${code}m${text}\u001B[0m` : text);
  return { title: paint(1), good: paint(32), caution: paint(33), bad: paint(31) };
}
