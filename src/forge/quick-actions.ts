/**
 * GitLab carries out lines such as `/merge` or `/approve` of a text. It looks at the first character of a line, after
 * taking carriage returns out (`lib/gitlab/quick_actions/extractor.rb` of https://gitlab.com/gitlab-org/gitlab); a space
 * before it is seen by nobody else.
 */
export function withoutQuickActions(text: string): string {
  return text.replaceAll("\r", "").replaceAll(/^\//gm, " /");
}
