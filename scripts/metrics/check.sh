#!/usr/bin/env bash
# What a controller shows at /metrics, read by Prometheus' own parser and judged by its rules for names (promtool, of Debian's package
# prometheus, which is installed where root may do that). Says NOT CHECKED and why where there is none; ends with 1 for what promtool refuses.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
PATH=$PWD/node_modules/.bin:$PATH

not_checked() {
  printf 'NOT CHECKED: metrics against the parser of Prometheus: %s\n' "$*"
  exit 0
}

if ! command -v promtool >/dev/null; then
  ((EUID == 0)) && command -v apt-get >/dev/null || not_checked "there is no promtool, and it cannot be installed here"
  { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends prometheus; } >/dev/null 2>&1 ||
    not_checked "promtool cannot be installed with apt-get"
fi

work=$(mktemp -d -t trueup-metrics-XXXXXX)
trap 'kill $(jobs -p) 2>/dev/null || true; wait; rm -rf "$work"' EXIT

# waits_for FILE PATTERN: gives the first match, as soon as a process has written it.
waits_for() {
  local _
  for _ in {1..1800}; do
    grep -Eos -m 1 "$2" "$1" && return
    sleep 0.1
  done
  echo "never said: $2" >&2
  cat "$1" >&2
  return 1
}

node src/cli/main.ts sandbox examples/demo/tenant.yaml --throttle off >"$work/sandbox" 2>&1 &
graph=$(waits_for "$work/sandbox" 'http://127\.0\.0\.1:[0-9]+/v1\.0')
TRUEUP_GRAPH_URL=$graph TRUEUP_ACCESS_TOKEN=sandbox-token TRUEUP_STORE=$work/store.db \
  node src/cli/main.ts run examples/demo/desired --listen 127.0.0.1:0 --limits-scale 50 >"$work/run" 2>&1 &
waits_for "$work/run" 'pass-ended' >/dev/null
address=$(waits_for "$work/run" 'http://127\.0\.0\.1:[0-9]+')
node -e 'fetch(process.argv[1]).then((answer) => answer.text()).then((text) => process.stdout.write(text))' "$address/metrics" >"$work/metrics"
promtool check metrics <"$work/metrics"
printf 'good: %s samples of %s metrics\n' "$(grep -vc '^#' "$work/metrics")" "$(grep -c '^# TYPE' "$work/metrics")"
