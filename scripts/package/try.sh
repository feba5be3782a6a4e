#!/usr/bin/env bash
# Packs the package and tries it as users get it: with npx in an empty folder, and as a global install. The Node of this
# checkout runs it; where the machine's own Node is older, that one has to be refused in one line.
set -euo pipefail

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d -t trueup-package-XXXXXX)
trap 'rm -rf "$work"' EXIT

fail() {
  printf 'FAILED: the package: %s\n' "$*" >&2
  exit 1
}

cd "$checkout"
npm pack --silent --pack-destination "$work" >/dev/null
package=$(ls "$work"/trueup-*.tgz)
version=$(node -p 'require("./package.json").version')
if tar -tzf "$package" | grep -q '\.ts$'; then fail "it holds TypeScript, which Node does not run from node_modules"; fi

export PATH="$checkout/node_modules/node/bin:$PATH"
mkdir "$work/empty" "$work/global"
cd "$work/empty"
[[ $(npx --yes --package "$package" trueup --version) == "$version" ]] || fail "npx does not run it"
[[ -z $(ls -A) ]] || fail "npx leaves something in the folder"

npm install --silent --global --prefix "$work/global" "$package"
trueup=$work/global/bin/trueup
[[ $("$trueup" --version) == "$version" ]] || fail "it does not run where it is installed globally"
"$trueup" schema | grep -q '"urn:trueup:desired-state:v1"' || fail "it does not print the schema"
for shell in bash zsh fish powershell; do
  "$trueup" completion "$shell" | grep -q __complete || fail "it does not print the completion of $shell"
done
[[ $("$trueup" __complete =js plan --format) == json* ]] || fail "it does not complete"
printf 'apiVersion: trueup/v1\n' >state.yaml
"$trueup" validate state.yaml >/dev/null || fail "it does not validate"
"$trueup" demo >demo.txt 2>&1 || fail "the demo does not converge"

mkdir "$work/job"
RUNNER_TEMP=$work/job GITHUB_OUTPUT=$work/job/output GITHUB_STEP_SUMMARY=$work/job/summary \
  TRUEUP_ACTION_PROGRAM=$work/global/lib/node_modules/trueup/scripts/package/trueup.mjs \
  TRUEUP_ACTION_COMMAND=validate TRUEUP_ACTION_PATH=state.yaml \
  node "$checkout/scripts/action/main.ts" >/dev/null || fail "the Action does not run it"
grep -qx 'exit-code=0' "$work/job/output" || fail "the Action does not say how it ended"

for node in $(type -ap node); do
  [[ $("$node" -p 'Number(process.versions.node.split(".")[0]) < 24') == true ]] || continue
  said=$("$node" "$(realpath "$trueup")" --version 2>&1) && fail "$node runs it all the same"
  [[ $said == "trueup needs Node 24 or newer"* && $(wc -l <<<"$said") == 1 ]] || fail "an older Node is not told in one line: $said"
done
printf '%s: %s kB, tried with npx and as a global install\n' "$(basename "$package")" "$(($(stat -c %s "$package") / 1024))"
