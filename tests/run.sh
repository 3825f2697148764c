#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Installs what is missing, builds build/release/ketadose, and runs every test.
set -eu
cd "$(dirname "$0")/.."
sh tests/deps.sh

mkdir -p build
log=build/tests.log
echo "Building (log: $log)"
if ! { cmake --preset release && cmake --build --preset release; } >"$log" 2>&1; then
  tail -n 60 "$log" >&2
  echo "ketadose: the build failed; the whole log is $log" >&2
  exit 1
fi
ctest --preset release
