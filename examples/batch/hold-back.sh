#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# hold-back.sh FILE.csv: judges a file of orders and parts it: released.csv has the orders that may
# go on, held.csv those that a person must look at. Exit 0 when all may go on, 1 when some are held,
# 2 when nothing was judged, and then no file is left. The verdict stands first in every row, so it
# can be read without knowing CSV.
set -u
all=judged.csv
rm -f "$all" held.csv released.csv
ketadose batch --quiet --columns verdict,id,findings,message "$1" >"$all"
code=$?

# Only these codes mean that every row was judged. Any other is a hold.
case $code in
  0 | 1 | 3 | 4) ;;
  *)
    rm -f "$all"
    echo "hold everything: ketadose ended with $code" >&2
    exit 2
    ;;
esac

head -n 1 "$all" | tee held.csv >released.csv
sed 1d "$all" | grep '^ok,' >>released.csv
sed 1d "$all" | grep -v '^ok,' >>held.csv
rm -f "$all"
echo "released: $(sed 1d released.csv | wc -l), held: $(sed 1d held.csv | wc -l)"
[ "$code" -eq 0 ] || exit 1
