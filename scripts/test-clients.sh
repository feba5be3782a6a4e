#!/usr/bin/env bash
# Other people's clients of Graph against the sandbox, by TLS. Their packages are large, so they are installed beside the tests only.
# Says NOT CHECKED where they cannot be installed, or there is no openssl to make a certificate with.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

not_checked() {
  printf 'NOT CHECKED: other clients of Graph: %s\n' "$*"
  exit 0
}

command -v openssl >/dev/null || not_checked "there is no openssl"
if ! cmp -s test/clients/package-lock.json test/clients/node_modules/installed.json; then
  npm ci --prefix test/clients --ignore-scripts --no-audit --no-fund >/dev/null || not_checked "npm cannot install their packages"
  cp test/clients/package-lock.json test/clients/node_modules/installed.json
fi
exec npx vitest run --config vitest.clients.config.ts
