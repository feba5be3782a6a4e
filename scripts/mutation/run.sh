#!/usr/bin/env bash
# npm run mutation -- ROOM|FILE ...: changes a room in hundreds of small ways, and counts the changes that none of its tests notices.
# Without a room: all of them, one after the other. Ends with 1 where a score is too low or a survivor is not explained.
# Stryker's instrumenter comes with many packages that nothing else needs, so it is installed into a copy of the checkout.
# The copy is kept, and with it what was found: a second run tries only what it did not try for the same code and tests.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

readonly version=10.1.1
export TRUEUP_MUTATION_KEPT=${TRUEUP_MUTATION_KEPT:-${XDG_CACHE_HOME:-$HOME/.cache}/trueup-mutation}
readonly copy=$TRUEUP_MUTATION_KEPT/checkout
mkdir -p "$copy"
exec 9>"$TRUEUP_MUTATION_KEPT/lock"
flock --nonblock 9 || {
  echo "another run uses $TRUEUP_MUTATION_KEPT: wait for it, or set TRUEUP_MUTATION_KEPT to another folder"
  exit 1
}

find "$copy" -mindepth 1 -maxdepth 1 ! -name node_modules -exec rm -rf {} +
git ls-files -z --cached --others --exclude-standard |
  tar --null --files-from=- --ignore-failed-read --create | tar --extract --directory "$copy"
cd "$copy"
if ! cmp -s package-lock.json node_modules/.installed-from; then
  npm ci --no-audit --no-fund
  PATH=$copy/node_modules/.bin:$PATH npm install --no-save --no-audit --no-fund \
    "@stryker-mutator/instrumenter@$version"
  cp package-lock.json node_modules/.installed-from
fi
PATH=$copy/node_modules/.bin:$PATH

digest=$(find src test scripts/mutation package-lock.json -type f ! -name explained.jsonl -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c1-64)

code=0
judge() {
  echo "== $1"
  node scripts/mutation/judge.ts "$1" || code=1
}

# File by file, so that a run that is stopped loses one file.
files=$(node scripts/mutation/files.ts "$@")
before=
while read -r room file; do
  [[ -z $before || $before == "$room" ]] || judge "$before"
  before=$room
  node scripts/mutation/try.ts "$room" "$file" "$digest"
done <<<"$files"
judge "$before"
exit "$code"
