#!/usr/bin/env bash
# Walks from an empty folder to the first plan, as docs/getting-started.md says, on a sandbox at Graph's documented limits:
# once from this checkout and once through the packed package. Prints how long each step took.
set -euo pipefail

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d -t trueup-walk-XXXXXX)
sandbox=
finish() {
  [[ -z $sandbox ]] || kill "$sandbox" 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT
export PATH="$checkout/node_modules/node/bin:$PATH"

# The name of a step, what its output has to hold, and the command.
step() {
  local name=$1 holds=$2 started=$EPOCHREALTIME
  shift 2
  "$@" >"$work/output" 2>&1 || { cat "$work/output"; echo "FAILED: $name"; exit 1; }
  grep -q "$holds" "$work/output" || { cat "$work/output"; echo "FAILED: $name does not say: $holds"; exit 1; }
  printf '| %s | %.1f s |\n' "$name" "$(bc <<<"$EPOCHREALTIME - $started")"
}

# Everything after the installation, with a trueup on the PATH.
walk() {
  mkdir "$work/$1" && cd "$work/$1"
  trueup sandbox >"$work/$1.log" 2>&1 &
  sandbox=$!
  for _ in {1..1800}; do grep -q http "$work/$1.log" && break || sleep 0.1; done
  TRUEUP_GRAPH_URL=$(grep -oE 'http://127[^ ]+' "$work/$1.log" | head -1)
  export TRUEUP_GRAPH_URL TRUEUP_ACCESS_TOKEN=sandbox-token
  step "$1: \`trueup doctor\`" 'ready to plan' trueup doctor
  step "$1: \`trueup init teams-apps --yes\`, first plan included" 'nothing to change' trueup init teams-apps --yes
  step "$1: \`trueup plan teams-apps\`, everybody read again" 'nothing to change' trueup plan teams-apps
  kill "$sandbox" && wait "$sandbox" 2>/dev/null || true
  sandbox=
}

echo '| Step | Time |'
echo '| --- | --- |'
mkdir "$work/checkout-bin"
printf '#!/bin/sh\nexec node "%s/src/cli/main.ts" "$@"\n' "$checkout" >"$work/checkout-bin/trueup"
chmod +x "$work/checkout-bin/trueup"
(PATH="$work/checkout-bin:$PATH" && walk checkout)

cd "$checkout"
step 'package: `npm pack`' 'tgz' npm pack --silent --pack-destination "$work"
step 'package: `npm install --global`' '' npm install --global --prefix "$work/global" "$(ls "$work"/trueup-*.tgz)"
step 'package: `npx --package … trueup --version`' '^[0-9]' npx --yes --package "$(ls "$work"/trueup-*.tgz)" trueup --version
(PATH="$work/global/bin:$PATH" && walk package)
