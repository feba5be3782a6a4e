#!/usr/bin/env bash
# Types into the real shells and looks at what their Tab key makes of it. Says NOT CHECKED for a shell that is not here and
# cannot be installed.
set -euo pipefail

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d -t trueup-completion-XXXXXX)
trap 'rm -rf "$work"' EXIT
failed=0 wrong=0

if ! { command -v zsh && command -v fish; } >/dev/null && ((EUID == 0)) && command -v apt-get >/dev/null; then
  { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends zsh fish; } >/dev/null 2>&1 || true
fi

# A trueup that answers the Tab key and notes when it begins and ends to, and writes down every other command line.
mkdir -p "$work/bin" "$work/home/.config/fish" "$work/here/a folder"
cat >"$work/bin/trueup" <<EOF
#!/bin/sh
case \$1 in
  __complete|completion)
    echo begun >>"$work/begun"
    "$(command -v node)" "$checkout/src/cli/main.ts" "\$@"
    echo ended >>"$work/ended" ;;
  *) printf '%s\n' "\$@" >"$work/typed" ;;
esac
EOF
chmod +x "$work/bin/trueup"
printf 'apiVersion: trueup/v1\napps:\n  expenses:\n    manifestId: cf1ba4c7-f94e-4d80-ba90-5594b641a8ee\n' >"$work/here/teams.yaml"
printf 'PS1="> "\nsource <(trueup completion bash)\n' >"$work/home/.bashrc"
printf 'PS1="> "\nautoload -U compinit && compinit -u\nsource <(trueup completion zsh)\n' >"$work/home/.zshrc"
printf 'function fish_greeting; end\ntrueup completion fish | source\n' >"$work/home/.config/fish/config.fish"

size_of() { stat -c %s "$work/$1" 2>/dev/null || echo 0; }

# until_true COMMAND…: a slow machine has the time it needs; what never comes is not waited for for ever.
until_true() {
  local until=$((SECONDS + 60))
  until "$@"; do
    ((SECONDS < until)) || return 0
    sleep 0.05
  done
}

# Whether trueup answered since `ended` had $1 bytes, no answer is under way, and the shell shows nothing new.
is_settled() {
  local shown
  shown=$(size_of screen)
  (($(size_of ended) > $1 && $(size_of ended) == $(size_of begun))) || return 1
  sleep 0.4
  (($(size_of ended) == $(size_of begun) && $(size_of screen) == shown))
}

# What is typed, with a Tab for each %, and the words that have to come of it.
try() {
  local shell=$1 typed=$2 expected=$3 part got before
  rm -f "$work/typed" "$work/begun" "$work/ended" "$work/screen"
  {
    until_true is_settled 0
    while [[ $typed == *%* ]]; do
      part=${typed%%\%*}
      typed=${typed#*%}
      before=$(size_of ended)
      printf '%s\t' "$part"
      until_true is_settled "$before"
    done
    printf '%s\r' "$typed"
    until_true test -e "$work/typed"
    printf 'exit\r'
    sleep 0.2
  } | (cd "$work/here" && env -i HOME="$work/home" PATH="$work/bin:$PATH" TERM=xterm LANG=C.UTF-8 \
    script -qfec "stty cols 120 rows 40; exec $shell" /dev/null) >"$work/screen" 2>&1 || true
  got=$(paste -sd'|' "$work/typed" 2>/dev/null || echo "nothing was run")
  [[ ${got%/} == "$expected" ]] && return 0
  printf 'FAILED: %s: typed %s: got %s, not %s\n' "$shell" "$2" "$got" "$expected"
  wrong=1
}

for shell in bash zsh fish; do
  if ! command -v "$shell" >/dev/null; then
    echo "NOT CHECKED: completion in $shell, which is not here"
    continue
  fi
  try "$shell" 'trueup pla%--form%js%' 'plan|--format|json'
  try "$shell" 'trueup plan --format=js%--det%' 'plan|--format=json|--detailed-exitcode'
  try "$shell" 'trueup plan --app exp%tea%' 'plan|--app|expenses|teams.yaml'
  try "$shell" 'trueup explain adele@contoso.com exp%' 'explain|adele@contoso.com|expenses'
  try "$shell" 'trueup apply --plan=tea%' 'apply|--plan=teams.yaml'
  try "$shell" 'trueup init --pip%az%a\ f%' 'init|--pipeline|azure-devops|a folder'
  if ((wrong)); then failed=1 wrong=0; else echo "$shell $("$shell" --version | grep -oE '[0-9]+\.[0-9.]+' | head -1): completes commands, flags, values, apps and paths"; fi
done
if command -v pwsh >/dev/null; then
  "$work/bin/trueup" completion powershell >"$work/trueup.ps1"
  found=$(PATH="$work/bin:$PATH" pwsh -NoProfile -Command ". '$work/trueup.ps1'; (TabExpansion2 'trueup plan --format js' 23).CompletionMatches.CompletionText")
  [[ $found == json ]] || { echo "FAILED: pwsh: got $found, not json"; failed=1; }
else
  echo "NOT CHECKED: completion in PowerShell, which is not here"
fi
exit "$failed"
