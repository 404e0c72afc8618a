#!/usr/bin/env bash
# Packs the extension: pack.sh [FILE.vsix]. Wants node and npm; fetches what package-lock.json names.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
target=$(realpath -m "${1:-$here/../../../../artifacts/package/runbook.vsix}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r "$here/." "$work"
cd "$work"
npm ci --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error
mkdir -p "$(dirname "$target")"
npx --yes @vscode/vsce@3.6.2 package --allow-missing-repository --skip-license --out "$target"
