#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# run.sh [ROWS [ROUNDS [BINARY]]]: how fast `ketadose batch` is beside what scripts would use
# instead. Takes what is installed of mawk, Miller (mlr), Node and jq, and DuckDB as the npm package
# @duckdb/node-api in the folder that KETADOSE_BENCH_NODE names. Files go to a folder in memory when
# there is one, and are removed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
rows=${1:-1000000}
rounds=${2:-5}
binary=${3:-$here/../../build/release/ketadose}
if [ ! -x "$binary" ]; then
  echo "no program at $binary: build it first, with cmake --workflow --preset release" >&2
  exit 2
fi

[ -d /dev/shm ] && [ -w /dev/shm ] && TMPDIR=/dev/shm && export TMPDIR
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM
c++ -O2 -std=c++20 -o "$folder/orders" "$here/orders.cpp"
python3 "$here/bench.py" "$binary" "$folder" "$rows" "$rounds"
