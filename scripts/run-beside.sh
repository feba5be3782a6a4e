#!/usr/bin/env bash
# Runs what needs packages that are too many for everybody: they are installed in a folder, from a lock file of its own.
#   run-beside.sh FOLDER COMMAND…    says NOT CHECKED where the packages cannot be installed
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
readonly folder=$1
shift

if ! cmp -s "$folder/package-lock.json" "$folder/node_modules/installed.json"; then
  if ! npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund >/dev/null; then
    printf 'NOT CHECKED: %s: npm cannot install its packages\n' "$folder"
    exit 0
  fi
  cp "$folder/package-lock.json" "$folder/node_modules/installed.json"
fi
exec "$@"
