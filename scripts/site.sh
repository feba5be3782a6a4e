#!/usr/bin/env bash
# Builds the documents as a site into site/dist. A link to a page or a file that does not exist fails the build.
# Says NOT CHECKED where its packages cannot be installed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../site"

if ! cmp -s package-lock.json node_modules/installed.json; then
  npm ci --ignore-scripts --no-audit --no-fund >/dev/null || {
    echo "NOT CHECKED: the site: npm cannot install its packages"
    exit 0
  }
  cp package-lock.json node_modules/installed.json
fi
exec npx vitepress build .
