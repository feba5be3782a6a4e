/**
 * Text from the tenant or from files, made safe for a terminal: each control character (line breaks and the start of
 * escape sequences included), each mark that turns the direction of text or is invisible, and each lone surrogate becomes
 * U+FFFD. The two joiners stay, since names in several scripts and emoji need them.
 */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]|(?![\u200C\u200D])\p{Cf}/gu, "\uFFFD");
}
