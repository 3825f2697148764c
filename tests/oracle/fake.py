"""Stands in for `ketadose batch` (numbers as JSON strings) so that the harness can be tested. FAKE_BUG=1 plants a bug."""

import csv
import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import oracle as O


def csv_batch():
    rows = csv.reader(sys.stdin)
    names = next(rows)
    print(",".join(O.COLUMNS))
    for cells in rows:
        answer = O.row(O.judge(dict(zip(names, cells))))
        if os.environ.get("FAKE_BUG") and answer[O.COLUMNS.index("rate_ml_per_h")] == "150":
            answer[O.COLUMNS.index("rate_ml_per_h")] = "150.1"
        print(",".join(answer))


def jsonl_batch():
    for line in sys.stdin:
        order = json.loads(line, parse_float=str, parse_int=str)
        try:
            answer = {"schema": "ketadose/check/1", "input": order} | O.judge(order)
        except O.Refused as r:
            answer = {"schema": "ketadose/refusal/1", "code": r.code, "option": r.column}
        if os.environ.get("FAKE_BUG") and "delivered" in answer:
            answer["delivered"]["mg"] += "1"
        print(json.dumps(answer))


if __name__ == "__main__":
    jsonl_batch() if "jsonl" in sys.argv else csv_batch()
