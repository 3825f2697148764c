#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Installs what is missing, builds the program, and works out a first dose table.
set -eu
from=$PWD
cd "$(dirname "$0")/.."
sh tests/deps.sh

mkdir -p build
log=build/first-run.log
echo "Building (log: $log)"
if ! { cmake --preset release && cmake --build --preset release --target ketadose_cli; } \
    >"$log" 2>&1; then
  tail -n 60 "$log" >&2
  echo "ketadose: the build failed; the whole log is $log" >&2
  exit 1
fi

program=build/release/ketadose
printf '\n$ ketadose --weight 82.5kg --route iv --session 3\n'
code=0
"$program" --weight 82.5kg --route iv --session 3 || code=$?

[ "$from" = "$PWD" ] || program="'$PWD/$program'"
cat <<END

The program is $program. Next, is this order right?

  $program check --weight 82.5kg --route iv --session 3 --dose 41mg --over 40min --vial 50mg/mL --bag 100mL
END
exit "$code"
