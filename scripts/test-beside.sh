#!/usr/bin/env bash
# Runs tests whose packages are too many for everybody: they are installed in the folder of the tests, from a lock file of its own.
#   test-beside.sh FOLDER CONFIGURATION PROGRAM…    says NOT CHECKED where a program lacks or the packages cannot be installed
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
readonly folder=$1 configuration=$2
shift 2

not_checked() {
  printf 'NOT CHECKED: %s: %s\n' "$folder" "$*"
  exit 0
}

for program in "$@"; do
  command -v "$program" >/dev/null || not_checked "there is no $program"
done
if ! cmp -s "$folder/package-lock.json" "$folder/node_modules/installed.json"; then
  npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund >/dev/null || not_checked "npm cannot install its packages"
  cp "$folder/package-lock.json" "$folder/node_modules/installed.json"
fi
exec npx vitest run --config "$configuration"
