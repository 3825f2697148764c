"""Compares `BINARY batch` with the oracle over the published domain.

python3 compare.py BINARY --grid small|half|full [--jobs 2]

A case is one order: one row in, one row out, every output column compared as text. Work is cut into blocks (a family of
set-ups and a slice of weights); each block is one run of the binary. What does not depend on the duration is worked out
once, and every 1009th row is judged again by oracle.judge from its texts, so the short cut is held to the oracle.
"""

import argparse
import os
import subprocess
import sys
import time
from fractions import Fraction as F
from functools import lru_cache
from multiprocessing import Pool

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import oracle as O

P = O.PROTOCOL
INPUT = ("weight_kg route session dose_mg_per_kg over_min vial_mg_per_ml bag_ml fill_ml concentration_mg_per_ml "
         "drip_set_gtt_per_ml site lozenge_mg").split()
RUNGS = O.LADDER
VIALS = ["10", "50", "100"]
DURATIONS = [str(t) for t in range(40, 61)]
NOT_INFUSION = "age height blood-pressure conditions medicines last-weight dose-cap"
SAMPLE = 1009


def weights(step, first=300):
    return [f"{n // 10}.{n % 10}".removesuffix(".0") for n in range(first, 2001, step)]


def some_weights():
    return "30 39.9 40 40.1 57.3 60 68.9 75 82.5 99.9 110.7 150 150.1 181.9 200".split()


# ---------------------------------------------------------------- families: what is crossed with what

SETUPS = {
    "bag-1": {"concentration": "1"}, "bag-2": {"concentration": "2"},
    "vial-100": {"bag": "100"}, "vial-250": {"bag": "250"}, "syringe-50": {"fill": "50"},
    "bag-1-drip-20": {"concentration": "1", "drip_set": "20"}, "bag-1-drip-60": {"concentration": "1", "drip_set": "60"},
    "vial-100-drip-20": {"bag": "100", "drip_set": "20"}, "vial-250-drip-60": {"bag": "250", "drip_set": "60"},
}
# These take every 0.1 kg; of the half grid the one every even tenth and its like every odd one.
WHOLE = {"bag-1": 300, "bag-2": 301, "vial-100": 300, "vial-250": 301}


def families(grid):
    """(name, weights, sessions, durations)"""
    every, few = (some_weights(), some_weights()[::2]) if grid == "small" else (weights(1), weights(5))
    for name in SETUPS:
        whole = weights(2, WHOLE[name]) if grid == "half" and name in WHOLE else every
        yield name, (whole if name in WHOLE else few), ["1", "4", "7"], DURATIONS
    for name in ("inject", "lozenge"):
        yield name, every, ["7"], [None]
        yield name, few, ["1", "4"], [None]
    yield "whole-mg", every, [None], ["45"]


def blocks(grid):
    size = 5 if grid == "small" else 40
    for name, ws, sessions, durations in families(grid):
        for i in range(0, len(ws), size):
            yield name, ws[i:i + size], sessions, durations


# ---------------------------------------------------------------- one order


def order(weight, route, session, rung, **more):
    """The Order that the row's texts read as (every text here is a plain number)."""
    numbers = {k: F(v) for k, v in more.items() if k not in ("site",) and v is not None}
    words = {k: v for k, v in more.items() if k == "site" and v}
    per_kg = numbers.pop("mg", None) is None
    return O.Order(weight=F(weight), route=route, session=int(session), dose=F(more["mg"] if "mg" in more else rung),
                   per_kg=per_kg, dose_unit="mg/kg" if per_kg else "mg", **numbers, **words)


def line_in(weight, route, session, dose, over="", strength="", bag="", fill="", concentration="", drip_set="", site="",
            lozenge=""):
    return ",".join((weight, route, session, dose, over, strength, bag, fill, concentration, drip_set, site, lozenge))


def within(o, plan):
    """Is the order inside every rule, asked of the order alone and not through the findings?"""
    r, dw, target = P["routes"][o.route], o.weight, O.target_mg(o, P)
    ceiling = [value for first, value, _ in r["sessions"] if first <= o.session][-1]
    if not (40 <= o.weight <= 150 and F(1, 2) * dw <= target <= min(ceiling, 1) * dw) or not plan.setup:
        return False
    if o.strength is not None and o.strength not in r["vials"]:
        return False
    if o.over is not None and not 40 <= o.over <= 60:
        return False
    volume = target / o.strength if o.strength is not None else None
    if r["form"] == "injection":
        return volume <= (P["sites"][o.site][0] if o.site else 3)
    into = o.bag if o.bag is not None else o.fill
    if into is not None and (volume > into or target / into > 2 or (plan.concentration or 0) > 2):
        return False
    return True


# ---------------------------------------------------------------- infusions: the part without duration, then the dial


@lru_cache(maxsize=None)
def dialled(vtbi, over, drip_set):
    """(cells rate, drops, minutes; more findings; percent off) of one volume over one duration."""
    plan = O.new_plan(vtbi=vtbi)
    o = order("80", "iv", "7", "1", over=over, drip_set=drip_set, concentration="1")
    O.dial(plan, o, P)
    found = O.device_findings(o._replace(over=None), plan_without_minutes(plan), P)
    off = abs(plan.minutes - o.over) / o.over * 100 if plan.minutes is not None else F(0)
    cells = [O.show(x) if x is not None else "" for x in (plan.rate, plan.drops, plan.minutes)]
    return ",".join(cells), found, off


def plan_without_minutes(plan):
    return O.new_plan(rate=plan.rate, failed=plan.failed)


def infusion_cases(name, ws, sessions, durations):
    setup = SETUPS[name]
    ready = "concentration" in setup
    for w in ws:
        for rung in RUNGS:
            for vial in [None] if ready else VIALS:
                o = order(w, "iv", "7", rung, over="40", strength=vial, **setup)
                plan = O.prepare_infusion(o, P)
                for session in sessions:
                    yield from session_cases(o._replace(session=int(session)), plan, w, rung, vial, setup, durations)


def session_cases(o, plan, w, rung, vial, setup, durations):
    static = O.cheap_findings(o, P) + O.preparation_findings(o, plan, P)
    static += [O.finding("possible-slip", "note", s) for s in O.slip_subjects(o, static, P)]
    dose_off = abs(plan.delivered - O.target_mg(o, P)) / O.target_mg(o, P) * 100 if plan.delivered is not None else F(0)
    front = ",".join(O.show(x) for x in (o.weight, O.target_mg(o, P), O.target_mg(o, P) / o.weight))
    made = ",".join("" if x is None else O.show(x)
                    for x in (plan.syringe, plan.draw, plan.diluent, plan.concentration, plan.vtbi))
    given = "" if plan.delivered is None else f"{O.show(plan.delivered)},{O.show(plan.delivered / o.weight)}"
    quiet, endings, limit = within(o, plan), {}, P["routes"]["iv"]["differs"]["review-above"][0]
    texts = dict(weight=w, route="iv", session=str(o.session), dose=rung, strength=vial or "", **setup)
    head, tail = line_in(**texts, over="@").split("@")
    for t in durations:
        dial_cells, found, off = dialled(plan.vtbi, t, o.drip_set) if plan.vtbi is not None else (",,", [], F(0))
        key = (id(found), dose_off > limit or off > limit)
        if key not in endings:
            endings[key] = ending(static, found, plan.failed, key[1])
        end, stop, codes = endings[key]
        out = f"{front},,,,,,,,,,,,,,{end}" if stop else f"{front},{made},{dial_cells},,,,{given},{end}"
        yield head + t + tail, out, quiet, codes


def ending(static, dial_found, failed, differs):
    found = static + dial_found
    if failed and not any(f["code"] == "not-measurable" for f in found):
        found = found + [O.finding("not-measurable", "stop")]
    if differs:
        found = found + [O.finding("delivered-differs", "review")]
    found = O.in_order(found)
    codes, v = O.code_cell(found), O.verdict(found)
    return f"{v},{codes},{NOT_INFUSION} intensity", v == "stop", codes


# ---------------------------------------------------------------- the other forms, judged whole


def judged_case(o, text):
    answer = O.judge_read(o, P)
    return text, ",".join(O.row(answer)), within(o, O.make_plan(o, P)), O.code_cell(answer["findings"])


def inject_cases(name, ws, sessions, durations):
    for w in ws:
        for rung in RUNGS:
            for vial in VIALS:
                for site in [None, *P["sites"]]:
                    for s in sessions:
                        yield judged_case(order(w, "im", s, rung, strength=vial, site=site),
                                          line_in(w, "im", s, rung, strength=vial, site=site or ""))


def lozenge_cases(name, ws, sessions, durations):
    for w in ws:
        for rung in RUNGS:
            for lozenge in [None, "50", "100", "200"]:
                for s in sessions:
                    yield judged_case(order(w, "lozenge", s, rung, lozenge=lozenge),
                                      line_in(w, "lozenge", s, rung, lozenge=lozenge or ""))


def whole_mg_cases(name, ws, sessions, durations):
    """Orders in whole mg on both sides of each ceiling: the order step's allowance."""
    for w in ws:
        for session, share in (("1", "0.5"), ("4", "0.75"), ("7", "1")):
            bound = int(F(share) * F(w))
            for mg in (bound - 1, bound, bound + 1, bound + 2):
                text = line_in(w, "iv", session, str(mg), over="45", concentration="1")
                yield judged_case(order(w, "iv", session, None, mg=mg, over="45", concentration="1"), text)


KINDS = {"inject": inject_cases, "lozenge": lozenge_cases, "whole-mg": whole_mg_cases}


def header(name):
    return ",".join(INPUT).replace("dose_mg_per_kg", "dose_mg" if name == "whole-mg" else "dose_mg_per_kg")


def self_check(name, text, expected):
    texts = dict(zip(header(name).split(","), text.split(",")))
    again = ",".join(O.row(O.judge(texts)))
    if again != expected:
        raise AssertionError(f"the short cut and the oracle differ on {text}\n {expected}\n {again}")


# ---------------------------------------------------------------- running


def run_binary(binary, text):
    command = binary + ["batch", "--input", "csv", "--quiet", "--columns", ",".join(O.COLUMNS)]
    env = {k: v for k, v in os.environ.items() if k != "KETADOSE_PROTOCOL"}
    done = subprocess.run(command, input=text.encode(), capture_output=True, env=env)
    lines = done.stdout.decode(errors="replace").replace("\r\n", "\n").split("\n")
    if done.returncode not in (0, 1, 3, 4) or lines[0] != ",".join(O.COLUMNS):
        return [], f"exit {done.returncode}, header {lines[0][:80]!r}, stderr {done.stderr[:300]!r}"
    return lines[1:-1], None


def run_block(task):
    binary, (name, ws, sessions, durations) = task
    cases = list(KINDS.get(name, infusion_cases)(name, ws, sessions, durations))
    for case in cases[::SAMPLE]:
        self_check(name, case[0], case[1])
    got, trouble = run_binary(binary, "\n".join([header(name)] + [c[0] for c in cases]) + "\n")
    count = {"cases": len(cases), "failed": 0, "within": 0, "loud": 0, "unmeasurable": 0, "differs": 0}
    if trouble or len(got) != len(cases):
        trouble = trouble or f"{len(cases)} rows in, {len(got)} rows out"
        return count | {"failed": len(cases)}, [f"{name} {ws[0]}..{ws[-1]} kg: {trouble}"], []
    return compare_block(name, cases, got, count)


def compare_block(name, cases, got, count):
    differences, loud = [], []
    for (text, expected, quiet, codes), actual in zip(cases, got):
        if actual != expected:
            count["failed"] += 1
            codes = actual.split(",")[O.COLUMNS.index("findings")] if actual.count(",") == 18 else "?"
            if len(differences) < 20:
                differences.append(describe(name, text, expected, actual))
        if quiet:
            count["within"] += 1
            kind = ("" if not codes else "differs" if codes == "delivered-differs"
                    else "unmeasurable" if "not-measurable" in codes else "loud")
            if kind:
                count[kind] += 1
            if kind == "loud" and len(loud) < 20:
                loud.append(f"{text}: {codes}")
    return count, differences, loud


def describe(name, text, expected, actual):
    order_text = " ".join(f"{k}={v}" for k, v in zip(header(name).split(","), text.split(",")) if v)
    pairs = zip(O.COLUMNS, expected.split(","), actual.split(","))
    parts = [f"    {c}: oracle {e!r}, binary {a!r}" for c, e, a in pairs if e != a]
    if actual.count(",") != expected.count(","):
        parts = [f"    oracle {expected!r}", f"    binary {actual!r}"]
    return "\n".join([order_text] + parts)


def main():
    a = argparse.ArgumentParser(description="compare ketadose batch with the oracle")
    a.add_argument("binary")
    a.add_argument("--grid", choices=["small", "half", "full"], required=True)
    a.add_argument("--jobs", type=int, default=2)
    args = a.parse_args()
    binary = [sys.executable, args.binary] if args.binary.endswith(".py") else [args.binary]
    start, total, differences, loud = time.time(), {}, [], []
    with Pool(args.jobs) as pool:
        for count, found, noise in pool.imap(run_block, ((binary, b) for b in blocks(args.grid))):
            total = {k: total.get(k, 0) + n for k, n in count.items()}
            differences += found[:20 - len(differences)]
            loud += noise[:20 - len(loud)]
    return report(total, differences, loud, time.time() - start)


def report(total, differences, loud, seconds):
    for d in differences:
        print(d)
    for text in loud:
        print("not quiet when right:", text)
    print(f"{total.get('cases', 0)} cases in {seconds:.1f} s")
    print(f"within every rule: {total.get('within', 0)}; of these delivered-differs alone {total.get('differs', 0)}, "
          f"not measurable with this device {total.get('unmeasurable', 0)}, any other finding {total.get('loud', 0)} (must be 0)")
    failed = total.get("failed", 0)
    print(f"{total.get('cases', 0) - failed} passed, {failed} failed")
    return 1 if failed or total.get("loud", 0) or not total.get("cases") else 0


if __name__ == "__main__":
    sys.exit(main())
