#!/usr/bin/env bash
# Runs tests that need packages of their own, and perhaps programs.
#   test-beside.sh FOLDER CONFIGURATION PROGRAM…    says NOT CHECKED where a program lacks or the packages cannot be installed
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
readonly folder=$1 configuration=$2
shift 2

for program in "$@"; do
  if ! command -v "$program" >/dev/null; then
    printf 'NOT CHECKED: %s: there is no %s\n' "$folder" "$program"
    exit 0
  fi
done
exec bash scripts/run-beside.sh "$folder" npx vitest run --config "$configuration"
