/**
 * Text from the tenant or from files, made safe for a terminal: each control character (line breaks and the start of
 * escape sequences included), each mark that turns the direction of text or is invisible, and each lone surrogate becomes
 * U+FFFD. The two joiners stay, since names in several scripts and emoji need them. What runners of pipelines obey anywhere in
 * a line (`##[…]`, `##vso[…]`) is broken up in the same way: https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands
 */
export function printable(text: string): string {
  const visible = text.replaceAll(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]|(?![\u200C\u200D])\p{Cf}/gu, "\uFFFD");
  return visible.replaceAll(/##(?=\[|vso\[)/giu, "#\uFFFD");
}
