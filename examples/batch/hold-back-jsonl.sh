#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# hold-back-jsonl.sh FILE.jsonl: the same with JSON Lines and jq. released.jsonl has the orders as
# they came, held.jsonl has each order with the reasons why it is held.
set -u
all=judged.jsonl
rm -f "$all" held.jsonl released.jsonl
ketadose batch --quiet "$1" >"$all"
code=$?

case $code in
  0 | 1 | 3 | 4) ;;
  *)
    rm -f "$all"
    echo "hold everything: ketadose ended with $code" >&2
    exit 2
    ;;
esac

jq -c 'select(.verdict == "ok") | .input' "$all" >released.jsonl &&
  jq -c 'select(.verdict != "ok")
         | {id: .input.id, verdict, why: (.message // [.findings[] | .message])}' \
    "$all" >held.jsonl || exit 2
rm -f "$all"
echo "released: $(wc -l <released.jsonl), held: $(wc -l <held.jsonl)"
[ "$code" -eq 0 ] || exit 1
