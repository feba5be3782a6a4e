#!/usr/bin/env bash
# Changes plan, gate, apply and consent in some 1,700 small ways, and counts the changes that no test notices: npm run mutation.
# Stryker comes with 170 packages that nothing else needs, so it is installed into a copy of the checkout and not into it.
# Takes half an hour and more on two cores; ends with 1 where the score is below the threshold in stryker.config.json.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

readonly version=10.1.1
copy=$(mktemp -d -t trueup-mutation-XXXXXX)
trap 'rm -rf "$copy"' EXIT

git ls-files -z --cached --others --exclude-standard | tar --null --files-from=- --create | tar --extract --directory "$copy"
cd "$copy"
npm ci --no-audit --no-fund
PATH=$copy/node_modules/.bin:$PATH
npm install --no-save --no-audit --no-fund "@stryker-mutator/core@$version" "@stryker-mutator/vitest-runner@$version"
stryker run scripts/mutation/stryker.config.json
