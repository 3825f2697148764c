"""Random orders of every kind through `BINARY batch` (JSON Lines), each compared with the oracle, findings included.

python3 random_orders.py BINARY --count N --seed S

Differences are grouped by the field that differs, so that one systematic difference does not hide the others.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from fractions import Fraction as F

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import oracle as O

P = O.PROTOCOL
BLOCK = 2000
IGNORED = {"schema", "program", "protocol", "order", "input", "message", "assumed", "id"}
# Findings whose measured, bound and source are fixed by the rules (oracle.py, reading 26).
STRICT = """dose-above-range dose-above-session-ceiling dose-below-range duration-below-range duration-above-range
concentration-above-limit volume-infused-high rate-outside-pump delivered-differs volume-above-site-limit
weight-out-of-bounds weight-changed bmi-out-of-bounds bmi-high age-out-of-bounds""".split()
MEASURED_ONLY = ["vial-not-listed", "claim-differs"]
SITE_SOURCES = {"bcehs", "kozier", "bcehs; kozier"}

# ---------------------------------------------------------------- texts


def decimal(r, low, high, places):
    scale = 10**places
    return O.show(F(r.randint(round(low * scale), round(high * scale)), scale))


def dress(r, number, unit):
    """The same quantity written another accepted way."""
    if r.random() < 0.1 and unit:
        number = number + ("0" if "." in number else ".0")
        number = number if len(number.partition(".")[2]) <= 6 else number[:-1]
    if r.random() < 0.1:
        unit = {"lb": "lbs", "mL": "ml", "mg/mL": "mg/ml", "mL/h": "ml/h", "gtt/mL": "gtt/ml"}.get(unit, unit)
    return number + (" " if r.random() < 0.1 else "") + unit


def some_weight(r):
    kg = r.choice([decimal(r, 40, 150, 1)] * 6 + [decimal(r, 40, 150, 3), decimal(r, 1, 400, 1), decimal(r, 15, 45, 1)]
                  + ["20", "19.999", "40", "39.9", "150", "150.1", "300", "300.001", "82.5", "999999", "0.001"])
    if r.random() < 0.25:
        return dress(r, decimal(r, 80, 340, r.randint(0, 3)), "lb")
    return dress(r, kg, "kg")


def some_dose(r, kg):
    kind = r.random()
    if kind < 0.35:
        return dress(r, r.choice(O.LADDER + ["0.25", "0.49", "0.500001", "0.499999", "1.000001", "0.75", "0.750001", "1.1",
                                             decimal(r, 0.3, 1.2, 2), decimal(r, 0.5, 1, 6)]), "mg/kg")
    if kind < 0.8:
        share = F(r.choice(["0.5", "0.75", "1", decimal(r, 0.4, 1.1, 3)]))
        off = F(r.choice(["0", "0.5", "-0.5", "0.500001", "-0.500001", "0.000001", "1", "-1"]))
        mg = O.half_up(share * kg, F(r.choice(["1", "1", "0.1", "0.000001"]))) + off
        return dress(r, O.show(mg if 0 < mg < 999999 else F(41)), "mg")
    if kind < 0.9:
        return dress(r, str(min(999999, int(kg * r.randint(300, 1200)))) if kg >= 1 else "500", "mcg")
    return dress(r, r.choice(["999999", "0.000001", "500", "0.5", "5", "0.1", "1000"]), r.choice(["mg", "mg/kg", "mcg"]))


def some_over(r):
    minutes = r.choice([decimal(r, 40, 60, 0)] * 6 + ["40", "60", "39", "61", "61.5", "40.5", decimal(r, 1, 600, 0), "999999"])
    return dress(r, *r.choice([(minutes, "min")] * 8 + [("1", "h"), ("0.7", "h"), ("40", "h"), ("0.75", "h"), ("2", "h")]))


def some_vial(r):
    return r.choice([dress(r, r.choice(["10", "50", "100"]), "mg/mL")] * 4 + ["500mg/10mL", "200mg/20mL", "500mg/5mL",
                    "500 mg/10 mL", "500mg/3mL", "1000mg/10mL", "100mg/1mL", "50mg/7mL", "25mg/mL", "49.999999mg/mL",
                    "1mg/mL", "999999mg/mL", "0.000001mg/mL", "10mg/0.3mL", "500.00mg/10.0mL", "20mg/2mL"])


SETUPS = ["none", "vial", "bag", "bag", "bag", "fill", "fill", "ready", "ready", "ready"]


def infusion(r, order):
    if r.random() < 0.95:
        order["over"] = some_over(r)
    setup = r.choice(SETUPS)
    if setup in ("vial", "bag", "fill"):
        order["vial"] = some_vial(r)
    if setup == "bag":
        order["bag"] = dress(r, r.choice(["50", "100", "100", "250", "500", "500.1", "600", "0.5", "1.6", "100.5",
                                          "999999", decimal(r, 1, 300, 1)]), "mL")
    if setup == "fill":
        order["fill"] = dress(r, r.choice(["50", "50", "60", "40", "30", "20", "15", "10", "5", "1", "0.5", "4.2"]), "mL")
    if setup == "ready":
        order["concentration"] = dress(r, r.choice(["1"] * 4 + ["2", "2.000001", "0.5", "50", "50.1", "10", "0.3", "0.000001",
                                                    "999999", "1.23"]), "mg/mL")
    if setup != "fill" and r.random() < 0.3:
        order["drip_set"] = dress(r, r.choice(["10", "12", "15", "20", "60"]), "gtt/mL")


def injection(r, order):
    if r.random() < 0.9:
        order["vial"] = some_vial(r)
    if r.random() < 0.6:
        order["site"] = r.choice(list(P["sites"]))


def lozenge(r, order):
    if r.random() < 0.9:
        order["lozenge"] = dress(r, *r.choice([("50", "mg"), ("100", "mg"), ("200", "mg"), ("30", "mg"), ("12.5", "mg"),
                                               ("1000", "mg"), ("0.000001", "mg"), ("100000", "mcg"), ("33.3", "mg")]))


def patient(r, order):
    if r.random() < 0.3:
        order["last_weight"] = r.choice([some_weight(r), order["weight"], "82.5kg", "75kg", "91.7 kg"])
    if r.random() < 0.4:
        order["height"] = dress(r, *r.choice([(decimal(r, 150, 200, 1), "cm"), (decimal(r, 58, 78, 2), "in"), ("70", "in"),
                                              ("152.4", "cm"), ("152.3", "cm"), ("60", "in"), ("100", "cm"), ("999999", "cm")]))
        order["sex"] = r.choice(["female", "male"])
        if r.random() < 0.5:
            order["dosing_weight"] = r.choice(["actual", "ideal", "adjusted"])
    if r.random() < 0.3:
        order["age"] = r.choice(["0", "17", "18", "64", "65", "150", str(r.randint(18, 90))])
    if r.random() < 0.3:
        order["bp"] = r.choice(["140/90", "141/90", "140/91", "180/100", "181/100", "180/101", "90/60", "89/60", "135/85",
                                "300/299", "21/20", f"{r.randint(100, 200)}/{r.randint(50, 99)}"])
    if r.random() < 0.2:
        order["has"] = codes(r, O.CONDITIONS)
    if r.random() < 0.2:
        order["takes"] = codes(r, list(O.MEDICINES) + list(O.ALIASES))


def codes(r, known):
    chosen = r.sample(list(known), r.randint(0, 3))
    return r.choice([",", " ", ", "]).join(chosen) if chosen else "none"


def plain(r):
    """A readable order of any kind, without claims."""
    order = {"weight": some_weight(r), "route": r.choice(["iv", "iv", "iv", "im", "im", "lozenge"]),
             "session": r.choice(["1", "3", "4", "6", "7", "12", "999", "2"])}
    number, unit = O.read_quantity(order["weight"], "weight", "weight")
    order["dose"] = some_dose(r, O.in_base(number, unit, "weight", "weight"))
    {"iv": infusion, "im": injection, "lozenge": lozenge}[order["route"]](r, order)
    if r.random() < 0.5:
        patient(r, order)
    return order


# ---------------------------------------------------------------- claims, slips, malformed


CLAIM_UNIT = {"draw": "mL", "rate": "mL/h", "volume": "mL", "drops": "gtt/min", "pieces": ""}


def with_claims(r, order):
    o = O.read(order)
    plan, _, _ = O.assess(o, P)
    for name in O.CLAIMS:
        planned = getattr(plan, O.PLANNED[name][0])
        if planned is not None and r.random() < 0.7:
            wrong = r.choice([planned, planned, planned * 10, planned / 10, planned * F(101, 100), planned / 60, planned * 60,
                              plan.delivered or planned, plan.vtbi or planned, plan.diluent or planned, planned * 5,
                              planned / 3, planned * 2, plan.rate or planned, planned + F(1, 200),
                              plan.vtbi / o.over * 60 if name == "drops" else planned])
            wrong = O.half_up(wrong, F(r.choice(["0.000001", "0.01", "0.1", "1"])))
            if 0 < wrong < 999999 and planned < 999999:
                order[name] = O.show(wrong) if name == "pieces" else dress(r, O.show(wrong), CLAIM_UNIT[name])
    return order


def sober(r):
    """An order inside the rules, for a slip to spoil."""
    kg = decimal(r, 45, 140, 1)
    order = {"weight": kg + "kg", "route": r.choice(["iv", "im"]), "session": r.choice(["1", "5", "8"]),
             "dose": r.choice(["0.5mg/kg", "0.5mg/kg", str(int(O.half_up(F(kg) / 2, F(1)))) + "mg"])}
    if order["route"] == "iv":
        order["over"] = r.choice(["40min", "45min", "1h"])
        order |= r.choice([{"concentration": "1mg/mL"}, {"vial": "50mg/mL", "bag": "100mL"}, {"vial": "50mg/mL", "fill": "50mL"},
                           {"concentration": "1mg/mL", "drip_set": "20gtt/mL"}, {}])
    else:
        order["vial"] = r.choice(["50mg/mL", "100mg/mL", "25mg/mL"])
    return order


def slipped(r):
    order = sober(r)
    dose, unit = O.read_quantity(order["dose"], "dose", "dose")
    kg = F(order["weight"][:-2])
    factor = r.choice([F(10), F(1, 10), F(1000), F(1, 1000), None])
    what = r.choice(["dose", "weight", "unit", "over", "vial", "last"])
    if what == "dose":
        order["dose"] = O.show(dose * (factor or 10)) + unit
    elif what == "weight":
        order["weight"] = O.show(O.half_up(kg * r.choice([10, F(1, 10), 1 / O.POUND, O.POUND]), F(1, 10))) + "kg"
        order["last_weight"] = O.show(kg) + "kg"
    elif what == "unit":
        order["dose"] = O.show(dose) + {"mg": "mg/kg", "mg/kg": "mg"}[unit]
    elif what == "over" and "over" in order:
        order["over"] = r.choice(["40h", "4min", "400min", "1min", "0.5h", "2400min", "45h", "450min"])
    elif what == "vial" and "vial" in order:
        order["vial"] = r.choice(["500mg/mL", "20mg/mL", "5mg/mL", "75mg/mL"])
    else:
        order["weight"], order["last_weight"] = order["weight"].replace("kg", "lb"), order["weight"]
    return order


BAD_NUMBERS = ["70,5{}", ".5{}", "5.{}", "-5{}", "+5{}", "1e3{}", "1E-3{}", "010{}", "1234567{}", "0.1234567{}", "0{}",
               "0.000{}", "nan{}", "0x1F{}", "1_000{}", " 5{}", "\u0665{}", "1'000{}", "8 2{}", "5  {}", "5parsec", "5",
               "inf{}", "00.5{}"]
ODD_UNITS = {"weight": ["82g", "82 g", "82KG", "82kgs", "82stone"], "dose": ["41ug", "41\u00b5g", "41\u03bcg", "41g", "41mcg/min"],
             "over": ["45m", "45mins", "1hr", "45s"], "vial": ["5%", "50mg"], "bag": ["100cc", "0.1l", "100L"]}
WRONG = [("session", "0", {}), ("session", "1000", {}), ("session", "3.5", {}), ("session", "03", {}), ("session", "-1", {}),
         ("route", "oral", {}), ("route", "IV", {}), ("site", "buttock", {"route": "im"}), ("sex", "f", {}),
         ("dosing_weight", "lean", {}), ("dosing_weight", "ideal", {"height": "178cm", "sex": None}),
         ("dosing_weight", "ideal", {"height": None, "sex": "male"}),
         ("dosing_weight", "adjusted", {"height": "152.399cm", "sex": "male"}), ("age", "151", {}), ("age", "54.5", {}),
         ("bp", "85/135", {}), ("bp", "135", {}), ("bp", "135/135", {}), ("bp", "301/85", {}), ("bp", "100/19", {}),
         ("has", "pregnant-ish", {}), ("takes", "opoid", {}), ("weight", "82.1234kg", {}), ("over", "40.01min", {}),
         ("height", "178.12345cm", {}), ("height", "70.00001in", {}), ("bag", "100mL", {"vial": None, "concentration": None}),
         ("concentration", "1mg/mL", {"vial": "50mg/mL", "bag": None, "fill": None, "drip_set": None}),
         ("fill", "50mL", {"vial": "50mg/mL", "bag": "100mL", "drip_set": None, "concentration": None}),
         ("drip_set", "20gtt/mL", {"vial": "50mg/mL", "bag": None, "fill": "50mL", "concentration": None}),
         ("drip_set", "11gtt/mL", {"fill": None, "vial": None, "bag": None}), ("site", "deltoid", {"route": "iv"}), ("lozenge", "100mg", {"route": "iv"}),
         ("fill", "61mL", {"vial": "50mg/mL", "bag": None, "drip_set": None, "concentration": None}),
         ("fill", "4.1mL", {"vial": "50mg/mL", "bag": None, "drip_set": None, "concentration": None}),
         ("bag", "100.05mL", {"vial": "50mg/mL", "fill": None, "concentration": None}),
         ("pieces", "0.5", {"route": "iv"}), ("rate", "100mL/h", {"bag": None, "fill": None, "concentration": None}),
         ("drops", "30gtt/min", {"drip_set": None}), ("draw", "1mL", {"vial": None, "bag": None, "fill": None})]


def malformed(r):
    order = sober(r)
    kind = r.random()
    if kind < 0.1:
        order.pop(r.choice(["weight", "route", "session", "dose"]))
    elif kind < 0.5:
        column = r.choice([c for c in order if c not in ("route", "session")])
        unit = O.UNITS[column][0]
        order[column] = r.choice(BAD_NUMBERS).format(unit)
    elif kind < 0.65:
        column = r.choice([c for c in order if c in ODD_UNITS])
        order[column] = r.choice(ODD_UNITS[column])
    else:
        column, text, more = r.choice(WRONG)
        order = spoil(r, order, column, text, more)
    return order


def spoil(r, order, column, text, more):
    """One option wrong in an otherwise readable order that has the route it needs."""
    route = more.get("route", "iv")
    order["route"], order["dose"] = route, "0.5mg/kg"
    for option in ("over", "vial", "bag", "fill", "concentration", "drip_set"):
        if option not in O.FORM_OPTIONS[P["routes"][route]["form"]]:
            order.pop(option, None)
    for option, value in more.items():
        order.pop(option, None)
        if value:
            order[option] = value
    order[column] = text
    return order


# ---------------------------------------------------------------- lines


UNIT_NAMED = {u: c for c, u in O.UNIT_COLUMNS.items()}


def renamed(r, order):
    """Sometimes the form with the unit in the name, and its cell as a JSON number."""
    out, raw = {}, set()
    for option, text in order.items():
        column, number = option, text
        if option in O.UNITS and r.random() < 0.3:
            unit = next((c for c in O.UNIT_COLUMNS if c.startswith(option + "_")
                         and text.endswith(O.UNIT_COLUMNS[c]) and text[:-len(O.UNIT_COLUMNS[c])].strip()), None)
            candidate = text[:-len(O.UNIT_COLUMNS[unit])].removesuffix(" ") if unit else ""
            if O.re.fullmatch(r"(0|[1-9][0-9]*)(\.[0-9]+)?", candidate):
                column, number = unit, candidate
        out[column] = number
        plain_json = O.re.fullmatch(r"(0|[1-9][0-9]*)(\.[0-9]+)?", number)
        if plain_json and (column != option or option in ("session", "age", "pieces")) and r.random() < 0.5:
            raw.add(column)
    return out, raw


def json_line(order, raw):
    parts = (json.dumps(k) + ":" + (v if k in raw else json.dumps(v, ensure_ascii=False)) for k, v in order.items())
    return "{" + ",".join(parts) + "}"


def one(r):
    make = r.choices([plain, lambda r: claimed(r, plain), lambda r: claimed(r, sober), slipped, malformed], [25, 20, 20, 20, 15])[0]
    return renamed(r, make(r))


def claimed(r, make):
    order = make(r)
    try:
        return with_claims(r, order)
    except O.Refused:
        return order


def expected(order):
    try:
        return O.judge(order)
    except O.Refused as refused:
        return refused


# ---------------------------------------------------------------- comparing


def compare(want, got):
    """[(field, oracle, binary)]"""
    if isinstance(want, O.Refused):
        option = str(got.get("option", "")).replace("-", "_")
        short = {c: c.removesuffix("_" + u.replace("/", "_per_").lower()) for c, u in O.UNIT_COLUMNS.items()}
        out = [("refusal code", want.code, got.get("code", "verdict " + str(got.get("verdict"))))]
        out.append(("refusal option", short.get(want.column, want.column), short.get(option, option)))
        return [d for d in out if d[1] != d[2]]
    if got.get("verdict", "refused") == "refused":
        return [("refused", want["verdict"], f"{got.get('code')} {got.get('option')}: {got.get('message')}")]
    out = []
    for key in sorted((want.keys() | got.keys()) - IGNORED - {"findings"}):
        out += compare_value(key, want.get(key), got.get(key))
    return out + compare_findings(want["findings"], got["findings"])


def compare_value(path, want, got):
    if isinstance(want, dict) and isinstance(got, dict):
        return [d for k in sorted(want.keys() | got.keys()) for d in compare_value(f"{path}.{k}", want.get(k), got.get(k))]
    return [] if want == got else [(path, want, got)]


def compare_findings(want, got):
    names = lambda fs: [f"{f['level']} {f['code']}" + (f":{f['subject']}" if "subject" in f else "") for f in fs]
    if names(want) != names(got):
        only = lambda a, b: sorted((Counter(a) - Counter(b)).elements())
        missing, extra = only(names(want), names(got)), only(names(got), names(want))
        return [(f"findings: missing {missing} extra {extra}", names(want), names(got))]
    return [d for w, g in zip(want, got) for d in compare_finding(w, g)]


def compare_finding(w, g):
    code = w["code"]
    keys = ["measured", "bound", "source"] if code in STRICT else ["measured"] if code in MEASURED_ONLY else []
    out = []
    for key in keys:
        a, b = w.get(key), g.get(key)
        if code == "volume-above-site-limit" and key == "source" and b in SITE_SOURCES:
            continue
        out += compare_value(f"{code}.{key}", a, b)
    return out


def run_binary(binary, lines):
    env = {k: v for k, v in os.environ.items() if k != "KETADOSE_PROTOCOL"}
    done = subprocess.run(binary + ["batch", "--input", "jsonl", "--quiet"], input="".join(x + "\n" for x in lines).encode(),
                          capture_output=True, env=env)
    answers = done.stdout.decode().splitlines()
    if len(answers) != len(lines):
        print(f"{len(lines)} lines in, {len(answers)} out; exit {done.returncode}; {done.stderr[:300]!r}")
        return None
    return [json.loads(a, parse_float=str, parse_int=str) for a in answers]


def run(binary, count, seed):
    r, groups, shown, failed, verdicts = random.Random(seed), Counter(), {}, 0, Counter()
    for start in range(0, count, BLOCK):
        batch = [one(r) for _ in range(min(BLOCK, count - start))]
        lines = [json_line(*b) for b in batch]
        answers = run_binary(binary, lines)
        if answers is None:
            return count, groups, shown, verdicts
        for (order, _), line, got in zip(batch, lines, answers):
            want = expected(order)
            verdicts["refused " + want.code if isinstance(want, O.Refused) else want["verdict"]] += 1
            differences = compare(want, got)
            failed += bool(differences)
            for d in differences:
                groups[d[0]] += 1
                shown.setdefault(d[0], (line, d))
    return failed, groups, shown, verdicts


def main():
    a = argparse.ArgumentParser(description="compare ketadose batch with the oracle on random orders")
    a.add_argument("binary")
    a.add_argument("--count", type=int, default=2000)
    a.add_argument("--seed", type=int, default=1)
    args = a.parse_args()
    binary = [sys.executable, args.binary] if args.binary.endswith(".py") else [args.binary]
    start = time.time()
    failed, groups, shown, verdicts = run(binary, args.count, args.seed)
    for field, n in groups.most_common(20):
        line, (_, want, got) = shown[field]
        print(f"{n} x {field}\n    {line}\n    oracle {want}\n    binary {got}")
    if len(groups) > 20:
        print(f"... and {len(groups) - 20} more fields")
    print("kinds:", ", ".join(f"{k} {n}" for k, n in sorted(verdicts.items())))
    print(f"{args.count} cases in {time.time() - start:.1f} s, seed {args.seed}")
    print(f"{args.count - failed} passed, {failed} failed")
    return 1 if failed or not args.count else 0


if __name__ == "__main__":
    sys.exit(main())
