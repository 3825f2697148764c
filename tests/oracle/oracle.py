"""Independent oracle for ketadose: exact arithmetic (fractions), written from rules.md and interface.md alone.

judge(order) takes the option texts and returns the fields of a `ketadose/check/1` object from `weight_kg` on, every
number an exact decimal string. A text that cannot be read raises Refused(code, column).

Readings (what the rules leave open, and what was chosen)

 1. Slips transform quantities, not typed texts: pounds-as-kilograms is weight x 0.45359237 and kilograms-as-pounds is
    weight / 0.45359237 (each rounded to 0.1 kg), mcg-as-mg is dose / 1000 and so on, whatever unit was typed.
    TYPED_UNITS_ONLY = True gives the other reading (only the typed unit can be the wrong one).
 2. mcg-as-mg and mg-as-mcg also act on a dose in mg/kg.
 3. Slip kinds are taken literally: dose-*, duration-*-range, intensity, concentration, vial, weight-*, bmi-out-of-bounds,
    claim-differs. delivered-differs, not-measurable, volume-infused-high, rate-outside-pump, volume-above-site-limit,
    site-missing neither start slips nor stand in a slip's way.
 4. Order slips are tried on a claim-differs too: 4.1 mL for 41 mg of a 50 mg/mL vial names neighbouring-vial (the order
    that agrees with the claim) and claim-neighbouring-vial.
 5. Order of slips ("most likely first") is the order of the subjects in interface.md section 5; one finding per subject.
 6. tenfold-X is tried both up and down, only when X raised a finding (bmi-out-of-bounds counts as weight; intensity and
    concentration count as none of the three).
 7. A claim is compared, and slipped numbers are rounded, at the plan's own step (the mark of the planned syringe).
    `claimed` in JSON is the claim as typed, not as rounded.
 8. Claim slips: a number that comes from mg (draw, ready-made volume, diluent, pieces) is tried from target and from
    delivered mg, for claim-tenfold too; rate and drops only from the planned volume over the ordered duration (exact, not
    the dialled rate).
 9. The claim key of --volume is `vtbi_ml`, of --drops `drops_per_min`, of --pieces `pieces`.
10. A claim that could be yielded but is not (site-missing; another stop) leaves `claims` in not_checked, last.
11. --rate needs a set-up, --over and no drip set; --drops needs a set-up, --over and a drip set; --volume a set-up;
    --draw a vial into bag or fill, or an injection's vial; --pieces a strength: else not-applicable.
12. What another option needs is `required-missing` naming the missing option (vial; height, then sex).
13. --draw etc. of 0 is number-zero.
14. not-measurable appears once even when the drawing and the dial both fail. What needs only the bag stays judged: with
    an unmeasurable draw the volume infused, the pump rate and the duration's difference (vial into bag or syringe).
15. More drug than the bag holds: the rounded draw is compared with the bag; equal is not more.
16. Weight of `never exceed the actual weight`: capped after the one rounding. mg_per_kg_actual: when the values differ.
17. Dose findings measure the order in mg/kg by dosing weight (also for an order in mg).
18. BMI over 60 gives bmi-out-of-bounds and bmi-high; bmi-high does not depend on sex.
19. Percent findings (delivered-differs, weight-changed) measure in `%`, ages in `years`, BMI in `kg/m2`.
20. Sources with several keys in one cell go in order to the bounds in that cell (concentration, blood pressure, age);
    session rows 1-3 and 4-6 are cusin-2017; site bounds may carry either or both keys.
21. An infusion without --over but with a set-up shows vtbi_ml only under infuse; without either, infuse is absent.
22. A site's stop, or no site that may take the volume, leaves no plan: no not-measurable, no delivered-differs.
23. Sites that may take an undivided injection: exact volume not above the site's review bound.
24. A single injection with a site has each_ml with one share; in CSV an injection without a site has injections 1 and
    each_ml equal to the draw.
25. Without a set-up, `mg/min` and the like use the target over the ordered duration; `delivered` is absent.
26. bound is given where a protocol bound decided; not-measurable, claim-differs, vial-not-listed, blood pressure,
    condition, medicine, missing and slip findings are compared by code, level and subject (vial and claim: measured too).
27. The refused column is the input's own name (weight_kg), else the option.
28. A claim that differed must agree after a slip: a slip that leads to another stop, so that the claim is no longer
    compared, does not explain it.
29. `too-fine` for a bag or fill finer than 0.1 mL comes before `out-of-domain` for a fill off a mark.
30. tramadol is an opioid, methylphenidate a sympathomimetic.
"""

import re
from fractions import Fraction as F
from types import SimpleNamespace
from typing import NamedTuple

TYPED_UNITS_ONLY = False

D = F  # decimals are written as strings: D("0.45359237")
POUND, INCH = D("0.45359237"), D("2.54")


def _route(form, source, differs):
    return {
        "form": form,
        "dose": {"review-below": (D("0.5"), source), "stop-above": (D(1), source)},
        "sessions": [(1, D("0.5"), source), (4, D("0.75"), source), (7, D(1), source)],
        "order-step": D(1),
        "cap": {},
        "differs": {"review-above": (D(differs), "judgement")},
    }


LADDER = ["0.5", "0.6", "0.7", "0.75", "0.8", "0.9", "1"]

PROTOCOL = {
    "routes": {
        "iv": _route("infusion", "askp-2018", 5) | {
            "sessions": [(1, D("0.5"), "cusin-2017"), (4, D("0.75"), "cusin-2017"), (7, D(1), "askp-2018")],
            "duration": {"stop-below": (D(40), "askp-2018"), "review-above": (D(60), "askp-2018")},
            "intensity": {},
            "concentration": {"review-above": (D(2), "label-2mg-ml"), "stop-above": (D(50), "label-dilute-100")},
            "vials": [D(10), D(50), D(100)],
            "bag-volume": "withdrawn",
            "volume-infused": {"review-above": (D(500), "judgement")},
            "volume-step": D("0.1"),
            "rate-step": D("0.1"),
            "pump-rate": {"stop-below": (D("0.1"), "judgement"), "stop-above": (D(999), "judgement")},
            "drop-factors": [D(10), D(12), D(15), D(20), D(60)],
        },
        "im": _route("injection", "im-carried", 5) | {"vials": [D(10), D(50), D(100)]},
        "lozenge": _route("lozenge", "lozenge-carried", 10) | {"fraction": D("0.25")},
    },
    "sites": {  # review above, stop above
        "deltoid": (D(1), D(2)), "ventrogluteal": (D(3), D(5)), "vastus-lateralis": (D(3), D(5)),
    },
    "site-source": "bcehs; kozier",
    "syringes": [(D(1), D("0.01")), (D(3), D("0.1")), (D(5), D("0.2")), (D(10), D("0.2")),
                 (D(20), D(1)), (D(30), D(1)), (D(60), D(1))],
    "weight": {"stop-below": (D(20), "judgement"), "review-below": (D(40), "judgement"),
               "review-above": (D(150), "judgement"), "stop-above": (D(300), "judgement")},
    "weight-change": {"review-above": (D(10), "judgement")},
    "age": {"stop-below": (D(18), "trials"), "review-above": (D(64), "label-geriatric")},
    "bmi-note": (D(30), "apa-2017-as-reported"),
    "bmi": {"review-below": (D(14), "judgement"), "review-above": (D(60), "judgement")},
    "bp-high": {"review": (140, 90, "spravato-pi"), "stop": (180, 100, "swiss-smpc")},
    "bp-low": (90, "judgement"),
    "devine": {"male": D(50), "female": D("45.5")},
    "devine-step": (D("2.3"), D("152.4")),
    "adjust": D("0.4"),
    "dosing-weight": "actual",
}

CONDITIONS = dict.fromkeys(
    "pregnancy breastfeeding uncontrolled-hypertension unstable-cardiac-disease aneurysm-or-stroke "
    "raised-intracranial-pressure recent-head-injury psychosis mania dementia delirium hypersensitivity "
    "untreated-hyperthyroidism eclampsia open-eye-injury".split(), "stop") | dict.fromkeys(
    "substance-use ketamine-misuse glaucoma cystitis hepatic-impairment seizure-disorder not-fasted no-escort".split(),
    "review")
MEDICINES = dict.fromkeys(
    "opioid benzodiazepine alcohol cns-depressant theophylline sympathomimetic vasopressin thyroid-hormone "
    "cyp3a4-inhibitor maoi".split(), "review") | dict.fromkeys("lamotrigine cyp3a4-inducer".split(), "note")
ALIASES = {"lorazepam": "benzodiazepine", "diazepam": "benzodiazepine", "tramadol": "opioid",
           "methylphenidate": "sympathomimetic"}

CODES = """dose-above-range dose-above-cap dose-above-session-ceiling dose-below-range duration-below-range
duration-above-range duration-missing intensity-above-limit concentration-above-limit vial-not-listed
volume-infused-high rate-outside-pump not-measurable delivered-differs volume-above-site-limit claim-differs
weight-out-of-bounds weight-changed bmi-out-of-bounds bmi-high age-out-of-bounds blood-pressure-high blood-pressure-low
condition medicine site-missing preparation-missing possible-slip""".split()
SLIP_CODES = {"dose-above-range", "dose-above-cap", "dose-above-session-ceiling", "dose-below-range",
              "duration-below-range", "duration-above-range", "intensity-above-limit", "concentration-above-limit",
              "vial-not-listed", "weight-out-of-bounds", "weight-changed", "bmi-out-of-bounds", "claim-differs"}
CLAIM_SLIPS = """claim-tenfold claim-mg-as-ml claim-neighbouring-vial claim-factor-60 claim-volume-as-rate
claim-rate-as-volume claim-diluent-alone claim-other-drip-set claim-ml-per-h-as-drops claim-mg-as-pieces""".split()
LEVELS = ["note", "review", "stop"]

# ---------------------------------------------------------------- reading


class Refused(Exception):
    def __init__(self, code, column):
        super().__init__(f"{code} {column}")
        self.code, self.column = code, column


OPTIONS = """weight last_weight route session dose over vial bag fill concentration drip_set site lozenge height sex age
dosing_weight bp has takes draw rate volume drops pieces""".split()
CLAIMS = ["draw", "rate", "volume", "drops", "pieces"]
REQUIRED = ["weight", "route", "session", "dose"]
UNIT_COLUMNS = {
    "weight_kg": "kg", "weight_lb": "lb", "last_weight_kg": "kg", "dose_mg": "mg",
    "dose_mg_per_kg": "mg/kg", "over_min": "min", "vial_mg_per_ml": "mg/mL", "bag_ml": "mL", "fill_ml": "mL",
    "concentration_mg_per_ml": "mg/mL", "drip_set_gtt_per_ml": "gtt/mL", "lozenge_mg": "mg", "height_cm": "cm"}
UNITS = {
    "weight": ["kg", "lb"], "last_weight": ["kg", "lb"], "dose": ["mg", "mcg", "mg/kg"], "over": ["min", "h"],
    "vial": ["mg/mL"], "bag": ["mL"], "fill": ["mL"], "concentration": ["mg/mL"], "drip_set": ["gtt/mL"],
    "lozenge": ["mg", "mcg"], "height": ["cm", "in"], "draw": ["mL"], "rate": ["mL/h"], "volume": ["mL"],
    "drops": ["gtt/min"]}
SPELLINGS = {"lbs": "lb", "mg/ml": "mg/mL", "ml": "mL", "gtt/ml": "gtt/mL", "ml/h": "mL/h"}
NOT_ALLOWED = {"ug", "\u00b5g", "\u03bcg", "cc", "%"}
FINEST = {"weight": D("0.001"), "last_weight": D("0.001"), "over": F(1, 60), "height": D("0.0001")}
FORM_OPTIONS = {
    "infusion": "over vial bag fill concentration drip_set draw rate volume drops".split(),
    "injection": "vial site draw".split(),
    "lozenge": "lozenge pieces".split()}
FORM_ONLY = sorted(set(sum(FORM_OPTIONS.values(), [])), key=OPTIONS.index)


class Order(NamedTuple):
    weight: F
    route: str
    session: int
    dose: F
    per_kg: bool
    weight_unit: str = "kg"
    dose_unit: str = "mg"
    over_unit: str = "min"
    last_weight: F = None
    over: F = None
    strength: F = None
    content: F = None
    bag: F = None
    fill: F = None
    concentration: F = None
    drip_set: F = None
    site: str = None
    lozenge: F = None
    height: F = None
    sex: str = None
    age: int = None
    dosing: str = "actual"
    bp: tuple = None
    has: tuple = None
    takes: tuple = None
    claims: tuple = ()


def read_number(text, column):
    """The plain number at the front of text, and what follows it."""
    if text == "":
        raise Refused("number-empty", column)
    if text[0] in "+-":
        raise Refused("number-sign", column)
    m = re.match(r"([0-9]*)(\.?)([0-9]*)", text)
    whole, point, part, rest = m[1], m[2], m[3], text[m.end():]
    if point and (not whole or not part):
        raise Refused("number-point", column)
    if not whole:
        raise Refused("number-other", column)
    if rest[:1] == ",":
        raise Refused("number-comma", column)
    if re.match(r"[eE][+-]?[0-9]", rest):
        raise Refused("number-exponent", column)
    if re.match(r"[_'.xX]", rest):
        raise Refused("number-other", column)
    if len(whole) > 1 and whole[0] == "0":
        raise Refused("number-padded", column)
    if len(whole) > 6 or len(part) > 6:
        raise Refused("number-too-long", column)
    return F(whole + point + part), rest


def read_unit(rest, option, column):
    if rest == "":
        raise Refused("unit-missing", column)
    rest = rest[1:] if rest[0] == " " else rest
    if rest in NOT_ALLOWED or (rest == "g" and option in ("weight", "last_weight")):
        raise Refused("unit-not-allowed", column)
    unit = SPELLINGS.get(rest, rest)
    if unit not in UNITS[option]:
        raise Refused("unit-unknown", column)
    return unit


def read_quantity(text, option, column, unit=None):
    """Value and unit as typed; unit given means the column's name has it."""
    value, rest = read_number(text, column)
    if unit is None:
        unit = read_unit(rest, option, column)
    elif rest:
        raise Refused("number-other", column)
    if value == 0:
        raise Refused("number-zero", column)
    return value, unit


def in_base(value, unit, option, column):
    if unit == "lb":
        value = half_up(value * POUND, D("0.1"))
        if value == 0:
            raise Refused("number-zero", column)
    value *= {"mcg": F(1, 1000), "h": 60, "in": INCH}.get(unit, 1)
    if option in FINEST and value % FINEST[option]:
        raise Refused("too-fine", column)
    return value


def read_whole(text, low, high, column):
    value, rest = read_number(text, column)
    if rest or "." in text:
        raise Refused("number-other", column)
    if value == 0 and low > 0:
        raise Refused("number-zero", column)
    if not low <= value <= high:
        raise Refused("out-of-domain", column)
    return int(value)


def read_vial(text, column):
    m = re.fullmatch(r"([0-9.]+ ?)mg/([0-9].*)", text)
    if not m:
        return read_quantity(text, "vial", column)[0], None
    mass = read_number(m[1].removesuffix(" "), column)[0]
    content = read_quantity(m[2], "bag", column)[0]
    if mass == 0:
        raise Refused("number-zero", column)
    return mass / content, content


def read_bp(text, column):
    m = re.fullmatch(r"([0-9]+)/([0-9]+)", text)
    if not m:
        raise Refused("number-other", column)
    high, low = (read_number(x, column)[0] for x in m.groups())
    if not (20 <= high <= 300 and 20 <= low <= 300 and high > low):
        raise Refused("out-of-domain", column)
    return int(high), int(low)


def read_codes(text, known, column):
    words = re.split(r", ?| ", text)
    if words == ["none"]:
        return ()
    codes = [ALIASES.get(w, w) for w in words]
    if any(c not in known for c in codes):
        raise Refused("code-unknown", column)
    return tuple(c for c in known if c in codes)


def read_word(text, words, column, code="word-unknown"):
    if text not in words:
        raise Refused(code, column)
    return text


def cells(order):
    """option -> (text, column, unit in the column's name)."""
    found = {}
    for column, text in order.items():
        if text in ("", None) or column == "id":
            continue
        unit = UNIT_COLUMNS.get(column)
        option = column.removesuffix("_" + unit.replace("/", "_per_").lower()) if unit else column
        if option not in OPTIONS:
            raise Refused("option-unknown", column)
        found[option] = (text, column, unit)
    return found


def read_text(option, text, column, unit, p):
    if option == "route":
        return read_word(text, p["routes"], column, "route-unknown")
    if option == "session":
        return read_whole(text, 1, 999, column)
    if option == "age":
        return read_whole(text, 0, 150, column)
    if option == "bp":
        return read_bp(text, column)
    if option == "vial" and unit is None:
        return read_vial(text, column)
    if option == "vial":
        return read_quantity(text, option, column, unit)[0], None
    if option in WORDS:
        return read_word(text, p["sites"] if option == "site" else WORDS[option], column)
    if option in ("has", "takes"):
        return read_codes(text, CONDITIONS if option == "has" else MEDICINES, column)
    if option == "pieces":
        return read_quantity(text, option, column, "")[0]
    value, unit = read_quantity(text, option, column, unit)
    return in_base(value, unit, option, column), unit


WORDS = {"site": None, "sex": ["female", "male"], "dosing_weight": ["actual", "ideal", "adjusted"]}


def read(order, p=PROTOCOL):
    """Texts -> Order, or Refused; the first thing wrong in the order of interface.md section 2."""
    found = cells(order)
    for option in REQUIRED:
        if option not in found:
            raise Refused("required-missing", option)
    values, late = {}, None
    for option in OPTIONS:
        if option not in found:
            continue
        try:
            values[option] = read_text(option, *found[option], p)
        except Refused as r:
            if r.code != "out-of-domain":
                raise
            late, values[option] = late or r, None
    check_fit(values, lambda option: found[option][1], p)
    if late:
        raise late
    o = build(values, p)
    check_domain(o, lambda option: found[option][1], p)
    return o


def check_fit(v, column, p):
    form = p["routes"][v["route"]]["form"]
    for option in FORM_ONLY:
        if option in v and option not in FORM_OPTIONS[form]:
            raise Refused("not-applicable", column(option))
    for first, later in (("vial", "concentration"), ("bag", "concentration"), ("fill", "concentration"),
                         ("bag", "fill"), ("fill", "drip_set")):
        if first in v and later in v:
            raise Refused("contradicts", column(later))
    for option in ("bag", "fill"):
        if option in v and "vial" not in v:
            raise Refused("required-missing", "vial")
    if v.get("dosing_weight", p["dosing-weight"]) not in ("actual", None):
        for option in ("height", "sex"):
            if option not in v:
                raise Refused("required-missing", option)
    check_claims(v, column, form)


def check_claims(v, column, form):
    into = "bag" in v or "fill" in v
    setup = into or "concentration" in v
    possible = {
        "draw": into or (form == "injection" and "vial" in v),
        "rate": setup and "over" in v and "drip_set" not in v,
        "volume": setup,
        "drops": setup and "over" in v and "drip_set" in v,
        "pieces": "lozenge" in v}
    for claim in CLAIMS:
        if claim in v and not possible[claim]:
            raise Refused("not-applicable", column(claim))


def build(v, p):
    first = lambda option: v[option][0] if option in v else None
    strength, content = v.get("vial", (None, None))
    dose, unit = v["dose"]
    return Order(
        weight=v["weight"][0], route=v["route"], session=v["session"], dose=dose, per_kg=unit == "mg/kg",
        weight_unit=v["weight"][1], dose_unit=unit, over_unit=v["over"][1] if "over" in v else "min",
        last_weight=first("last_weight"), over=first("over"), strength=strength, content=content, bag=first("bag"),
        fill=first("fill"), concentration=first("concentration"), drip_set=first("drip_set"), site=v.get("site"),
        lozenge=first("lozenge"), height=first("height"), sex=v.get("sex"), age=v.get("age"),
        dosing=v.get("dosing_weight", p["dosing-weight"]), bp=v.get("bp"), has=v.get("has"), takes=v.get("takes"),
        claims=tuple((c, v[c] if c == "pieces" else v[c][0]) for c in CLAIMS if c in v))


def check_domain(o, column, p):
    r = p["routes"][o.route]
    for option, value in (("bag", o.bag), ("fill", o.fill)):
        if value is not None and value % r["volume-step"]:
            raise Refused("too-fine", column(option))
    if o.fill is not None:
        held = syringe(o.fill, p)
        if held is None or o.fill % held[1]:
            raise Refused("out-of-domain", column("fill"))
    if o.drip_set is not None and o.drip_set not in r["drop-factors"]:
        raise Refused("out-of-domain", column("drip_set"))
    if o.dosing != "actual" and o.height < p["devine-step"][1]:
        raise Refused("out-of-domain", column("height"))


# ---------------------------------------------------------------- arithmetic


def half_up(x, step):
    n = x / step
    return (2 * n.numerator + n.denominator) // (2 * n.denominator) * step


def ceiling(x):
    return -(-x.numerator // x.denominator)


def syringe(volume, p):
    """(capacity, mark) of the smallest syringe that holds the exact volume."""
    return next((s for s in p["syringes"] if volume <= s[0]), None)


def guarded(exact, step, fits):
    """(rounded, turned) by the one rounding rule, or None when not measurable."""
    near = half_up(exact, step)
    if fits(near):
        return (near, False) if near else None
    low = exact // step * step
    other = low if near > low else low + step
    if other == exact or not fits(other) or not other:
        return None
    return other, True


def ideal_weight(o, p):
    per_inch, from_cm = p["devine-step"]
    return p["devine"][o.sex] + per_inch * (o.height - from_cm) / INCH


def dosing_weight(o, p):
    if o.dosing == "actual":
        return o.weight
    ideal = ideal_weight(o, p)
    exact = ideal if o.dosing == "ideal" else ideal + p["adjust"] * (o.weight - ideal)
    return min(half_up(exact, D("0.1")), o.weight)


def target_mg(o, p):
    return o.dose * dosing_weight(o, p) if o.per_kg else o.dose


def dose_fits(o, p):
    """Does a delivered dose respect every stop bound that the order respects?"""
    r, dw, target = p["routes"][o.route], dosing_weight(o, p), target_mg(o, p)
    highs = [r["dose"]["stop-above"][0] * dw] if "stop-above" in r["dose"] else []
    highs += [r["cap"]["stop-above"][0]] if "stop-above" in r["cap"] else []
    lows = [r["dose"]["stop-below"][0] * dw] if "stop-below" in r["dose"] else []
    highs = [h for h in highs if target <= h]
    lows = [x for x in lows if target >= x]
    return lambda mg: all(mg <= h for h in highs) and all(mg >= x for x in lows)


def duration_fits(over, bounds):
    low, high = bounds.get("stop-below"), bounds.get("stop-above")
    low = low[0] if low and over >= low[0] else None
    high = high[0] if high and over <= high[0] else None
    return lambda t: (low is None or t >= low) and (high is None or t <= high)


def new_plan(**known):
    blank = dict.fromkeys("draw syringe mark exact_draw diluent fill_syringe concentration vtbi delivered shares sites "
                          "pieces rate drops minutes site_level".split())
    return SimpleNamespace(**(blank | {"setup": True, "failed": False, "turned": []} | known))


def settle(plan, key, rounded):
    """Keep a guarded number under key; False when it could not be measured."""
    if rounded is None:
        plan.failed = True
        return False
    setattr(plan, key, rounded[0])
    if rounded[1]:
        plan.turned.append({"draw": "draw_ml", "vtbi": "vtbi_ml", "rate": "rate_ml_per_h", "drops": "drops_per_min",
                            "pieces": "pieces"}[key])
    return True


def make_plan(o, p):
    form = p["routes"][o.route]["form"]
    if form == "infusion":
        plan = prepare_infusion(o, p)
        dial(plan, o, p)
        return plan
    return plan_injection(o, p) if form == "injection" else plan_lozenge(o, p)


def prepare_infusion(o, p):
    """Everything about an infusion that does not depend on its duration."""
    if o.concentration is not None:
        return prepare_ready_made(o, p)
    volume = o.bag if o.bag is not None else o.fill
    return new_plan(setup=False) if volume is None else prepare_from_vial(o, volume, p)


def prepare_ready_made(o, p):
    plan, c = new_plan(concentration=o.concentration), o.concentration
    fits, step = dose_fits(o, p), p["routes"][o.route]["volume-step"]
    if settle(plan, "vtbi", guarded(target_mg(o, p) / c, step, lambda v: fits(v * c))):
        plan.delivered = plan.vtbi * c
    return plan


def prepare_from_vial(o, volume, p):
    plan = new_plan()
    added = o.bag is not None and p["routes"][o.route]["bag-volume"] == "added"
    if o.fill is not None:
        plan.fill_syringe = syringe(volume, p)[0]
    if not added:
        plan.vtbi = volume
    if not draw_from_vial(plan, target_mg(o, p) / o.strength, 1, o, p):
        return plan
    if plan.draw > volume:
        plan.draw = plan.delivered = None
        plan.failed = True
        return plan
    plan.diluent = volume if added else volume - plan.draw
    if added:
        plan.vtbi = half_up(volume + plan.draw, p["routes"][o.route]["volume-step"])
    plan.concentration = plan.delivered / (plan.diluent + plan.draw)
    return plan


def draw_from_vial(plan, exact, shares, o, p):
    plan.exact_draw = exact
    held = syringe(exact / shares, p)
    if held is None:
        plan.failed = True
        return False
    fits = dose_fits(o, p)
    if not settle(plan, "draw", guarded(exact, held[1], lambda v: fits(v * o.strength))):
        return False
    plan.syringe, plan.mark = held
    plan.delivered = plan.draw * o.strength
    return True


def dial(plan, o, p):
    """Pump rate or drops, and the delivered duration."""
    if not plan.setup or plan.vtbi is None or o.over is None:
        return
    r = p["routes"][o.route]
    fits = duration_fits(o.over, r["duration"])
    if o.drip_set is None:
        exact, step, amount, key = plan.vtbi / (o.over / 60), r["rate-step"], plan.vtbi * 60, "rate"
    else:
        exact, step, amount, key = plan.vtbi * o.drip_set / o.over, D(1), plan.vtbi * o.drip_set, "drops"
    # a rate of 0 never ends; it is refused as 0, not as a duration
    if settle(plan, key, guarded(exact, step, lambda n: n == 0 or fits(amount / n))):
        plan.minutes = amount / getattr(plan, key)


def plan_injection(o, p):
    if o.strength is None:
        return new_plan(setup=False)
    plan, exact = new_plan(), target_mg(o, p) / o.strength
    plan.exact_draw = exact
    shares = 1
    if o.site is None:
        plan.sites = [s for s, (review, _) in p["sites"].items() if exact <= review]
        if not plan.sites:
            plan.site_level = "stop" if all(exact > stop for _, stop in p["sites"].values()) else "missing"
            return plan
    else:
        review, stop = p["sites"][o.site]
        plan.site_level = "stop" if exact > stop else "review" if exact > review else None
        if plan.site_level == "stop":
            return plan
        shares = ceiling(exact / review) if exact > review else 1
    if draw_from_vial(plan, exact, shares, o, p):
        plan.shares = split(plan.draw, plan.mark, shares)
    return plan


def split(total, mark, n):
    marks = int(total / mark)
    return [(marks // n + (i < marks % n)) * mark for i in range(n)]


def plan_lozenge(o, p):
    if o.lozenge is None:
        return new_plan(setup=False)
    plan, fits = new_plan(), dose_fits(o, p)
    step = p["routes"][o.route]["fraction"]
    if settle(plan, "pieces", guarded(target_mg(o, p) / o.lozenge, step, lambda n: fits(n * o.lozenge))):
        plan.delivered = plan.pieces * o.lozenge
    return plan


# ---------------------------------------------------------------- findings


def finding(code, level, subject=None, measured=None, bound=None, source=None):
    """measured: (value, unit); bound: (value, unit, which)."""
    f = {"code": code, "level": level}
    if subject:
        f["subject"] = subject
    if measured:
        f["measured"] = {"value": show(measured[0]), "unit": measured[1]}
    if bound:
        f["bound"] = {"value": show(bound[0]), "unit": bound[1], "which": bound[2]}
    if source:
        f["source"] = source
    return f


def broken(x, bounds, whole=1, slack=0):
    """The worst bound that x breaks, as (which, value, source); bounds are per `whole`, review ones give `slack`."""
    for which in ("stop-below", "stop-above", "review-below", "review-above"):
        if which not in bounds:
            continue
        value, source = bounds[which]
        limit, give = value * whole, slack if which.startswith("review") else 0
        if x < limit - give if which.endswith("below") else x > limit + give:
            return which, value, source
    return None


def judge_bounds(code, x, unit, bounds):
    b = broken(x, bounds)
    return [finding(code, b[0].split("-")[0], None, (x, unit), (b[1], unit, b[0]), b[2])] if b else []


def dose_findings(o, p):
    r, dw, target, out = p["routes"][o.route], dosing_weight(o, p), target_mg(o, p), []
    slack = 0 if o.per_kg else r["order-step"] / 2
    measured = (target / dw, "mg/kg")
    b = broken(target, r["dose"], dw, slack)
    if b:
        code = "dose-below-range" if b[0].endswith("below") else "dose-above-range"
        out.append(finding(code, b[0].split("-")[0], None, measured, (b[1], "mg/kg", b[0]), b[2]))
    if broken(target, r["cap"]):
        value, source = r["cap"]["stop-above"]
        out.append(finding("dose-above-cap", "stop", None, (target, "mg"), (value, "mg", "stop-above"), source))
    _, value, source = [row for row in r["sessions"] if row[0] <= o.session][-1]
    stop = r["dose"].get("stop-above")
    if target > value * dw + slack and not (stop and value >= stop[0]):
        bound = (value, "mg/kg", "review-above")
        out.append(finding("dose-above-session-ceiling", "review", None, measured, bound, source))
    return out


def duration_findings(o, p):
    r = p["routes"][o.route]
    if r["form"] != "infusion":
        return []
    if o.over is None:
        return [finding("duration-missing", "review")]
    out, b = [], broken(o.over, r["duration"])
    if b:
        code = "duration-below-range" if b[0].endswith("below") else "duration-above-range"
        out.append(finding(code, b[0].split("-")[0], None, (o.over, "min"), (b[1], "min", b[0]), b[2]))
    per_hour = target_mg(o, p) / dosing_weight(o, p) / (o.over / 60)
    return out + judge_bounds("intensity-above-limit", per_hour, "mg/kg/h", r["intensity"])


def vial_findings(o, p):
    r = p["routes"][o.route]
    if o.strength is None or o.strength in r["vials"]:
        return []
    return [finding("vial-not-listed", "review", None, (o.strength, "mg/mL"), None, "label")]


def body_mass_index(o):
    return o.weight / (o.height / 100) ** 2


def weight_findings(o, p):
    out = judge_bounds("weight-out-of-bounds", o.weight, "kg", p["weight"])
    if o.last_weight is not None:
        change = abs(o.weight - o.last_weight) / o.last_weight * 100
        out += judge_bounds("weight-changed", change, "%", p["weight-change"])
    if o.height is not None:
        out += judge_bounds("bmi-out-of-bounds", body_mass_index(o), "kg/m2", p["bmi"])
    return out


def patient_findings(o, p):
    """What plays no part in slips: the BMI note, age, blood pressure, conditions, medicines."""
    out = []
    note, source = p["bmi-note"]
    if o.height is not None and body_mass_index(o) >= note:
        measured, bound = (body_mass_index(o), "kg/m2"), (note, "kg/m2", "note-from")
        out.append(finding("bmi-high", "note", None, measured, bound, source))
    if o.age is not None:
        out += judge_bounds("age-out-of-bounds", F(o.age), "years", p["age"])
    out += blood_pressure_findings(o, p)
    out += [finding("condition", CONDITIONS[c], c) for c in o.has or ()]
    return out + [finding("medicine", MEDICINES[m], m) for m in o.takes or ()]


def blood_pressure_findings(o, p):
    if o.bp is None:
        return []
    high, low = o.bp
    out = []
    for level in ("stop", "review"):
        top, bottom, source = p["bp-high"][level]
        if not out and (high > top or low > bottom):
            out.append(finding("blood-pressure-high", level, source=source))
    if high < p["bp-low"][0]:
        out.append(finding("blood-pressure-low", "review", source=p["bp-low"][1]))
    return out


def preparation_findings(o, plan, p):
    """What the set-up itself shows: nothing here depends on the duration."""
    r, out = p["routes"][o.route], []
    if not plan.setup:
        return [finding("preparation-missing", "note")]
    if r["form"] == "infusion":
        if plan.concentration is not None:
            out += judge_bounds("concentration-above-limit", plan.concentration, "mg/mL", r["concentration"])
        if plan.vtbi is not None:
            out += judge_bounds("volume-infused-high", plan.vtbi, "mL", r["volume-infused"])
    return out + site_findings(o, plan, p)


def site_findings(o, plan, p):
    level = plan.site_level
    if level is None:
        return []
    if level == "missing":
        return [finding("site-missing", "review")]
    stop = p["sites"][o.site][1] if o.site else max(s for _, s in p["sites"].values())
    bound = stop if level == "stop" else p["sites"][o.site][0]
    return [finding("volume-above-site-limit", level, None, (plan.exact_draw, "mL"), (bound, "mL", level + "-above"),
                    p["site-source"])]


def device_findings(o, plan, p):
    r, out = p["routes"][o.route], []
    if plan.failed:
        out.append(finding("not-measurable", "stop"))
    if plan.rate is not None:
        out += judge_bounds("rate-outside-pump", plan.rate, "mL/h", r["pump-rate"])
    off = [abs(got - asked) / asked * 100 for got, asked in
           ((plan.delivered, target_mg(o, p)), (plan.minutes, o.over)) if got is not None]
    return out + (judge_bounds("delivered-differs", max(off), "%", r["differs"]) if off else [])


PLANNED = {"draw": ("draw", "draw_ml", "mL"), "rate": ("rate", "rate_ml_per_h", "mL/h"),
           "volume": ("vtbi", "vtbi_ml", "mL"), "drops": ("drops", "drops_per_min", "gtt/min"),
           "pieces": ("pieces", "pieces", "lozenge")}


def claim_step(name, o, plan, p):
    r = p["routes"][o.route]
    return {"draw": lambda: plan.mark, "rate": lambda: r["rate-step"], "volume": lambda: r["volume-step"],
            "drops": lambda: D(1), "pieces": lambda: r["fraction"]}[name]()


def comparable(o, plan):
    return [(n, v) for n, v in o.claims if getattr(plan, PLANNED[n][0]) is not None]


def claim_findings(o, plan, p):
    out = []
    for name, claimed in comparable(o, plan):
        if half_up(claimed, claim_step(name, o, plan, p)) != getattr(plan, PLANNED[name][0]):
            out.append(finding("claim-differs", "review", name, (claimed, PLANNED[name][2])))
    return out


def in_order(findings):
    return sorted(findings, key=lambda f: (-LEVELS.index(f["level"]), CODES.index(f["code"])))


def verdict(findings):
    worst = max((LEVELS.index(f["level"]) for f in findings), default=0)
    return ["ok", "review", "stop"][worst]


def cheap_findings(o, p):
    return dose_findings(o, p) + duration_findings(o, p) + vial_findings(o, p) + weight_findings(o, p)


def assess(o, p):
    """Plan and findings, without slips (slips call this)."""
    plan = make_plan(o, p)
    out = cheap_findings(o, p) + patient_findings(o, p) + preparation_findings(o, plan, p) + device_findings(o, plan, p)
    compared = bool(o.claims) and verdict(out) != "stop" and len(comparable(o, plan)) == len(o.claims)
    return plan, out + (claim_findings(o, plan, p) if compared else []), compared


# ---------------------------------------------------------------- slips


def stands(findings):
    return any(f["code"] in SLIP_CODES and f["level"] != "note" for f in findings)


def clean(o, p, claim_differed):
    if stands(cheap_findings(o, p)):
        return False
    _, findings, compared = assess(o, p)
    return not stands(findings) and (compared or not claim_differed)


def with_weight(o, kg):
    return o._replace(weight=kg) if kg > 0 and not kg % D("0.001") else None


def with_dose(o, dose, per_kg=None):
    readable = not dose % F(1, 10**9)
    return o._replace(dose=dose, per_kg=o.per_kg if per_kg is None else per_kg) if readable else None


def with_over(o, minutes):
    return o._replace(over=minutes) if not minutes % F(1, 60) else None


def neighbours(strength, p, route):
    vials = p["routes"][route]["vials"]
    return [v for v in vials if v < strength][-1:] + [v for v in vials if v > strength][:1]


def order_slips(o, p, raised):
    """(subject, orders that may have been meant), most likely first."""
    typed = lambda unit, has: has == unit or not TYPED_UNITS_ONLY
    if any(c.startswith("dose-") for c in raised):
        yield "tenfold-dose", [with_dose(o, o.dose * 10), with_dose(o, o.dose / 10)]
    if raised & {"weight-out-of-bounds", "weight-changed", "bmi-out-of-bounds"}:
        yield "tenfold-weight", [with_weight(o, o.weight * 10), with_weight(o, o.weight / 10)]
    if raised & {"duration-below-range", "duration-above-range"}:
        yield "tenfold-duration", [with_over(o, o.over * 10), with_over(o, o.over / 10)]
    if typed("kg", o.weight_unit):
        yield "pounds-as-kilograms", [with_weight(o, half_up(o.weight * POUND, D("0.1")))]
    if typed("lb", o.weight_unit):
        yield "kilograms-as-pounds", [with_weight(o, half_up(o.weight / POUND, D("0.1")))]
    yield ("mg-as-mg-per-kg" if o.per_kg else "mg-per-kg-as-mg"), [with_dose(o, o.dose, not o.per_kg)]
    if typed("mg", o.dose_unit[:2]):
        yield "mcg-as-mg", [with_dose(o, o.dose / 1000)]
    if typed("mc", o.dose_unit[:2]):
        yield "mg-as-mcg", [with_dose(o, o.dose * 1000)]
    if o.over is not None and typed("h", o.over_unit):
        yield "minutes-as-hours", [with_over(o, o.over / 60)]
    if o.over is not None and typed("min", o.over_unit):
        yield "hours-as-minutes", [with_over(o, o.over * 60)]
    if o.strength is not None:
        yield "neighbouring-vial", [o._replace(strength=s) for s in neighbours(o.strength, p, o.route)]


def slip_subjects(o, findings, p):
    raised = {f["code"] for f in findings if f["code"] in SLIP_CODES and f["level"] != "note"}
    if not raised:
        return []
    return [s for s, orders in order_slips(o, p, raised) if any(x is not None and clean(x, p, "claim-differs" in raised) for x in orders)]


def claim_numbers(name, o, plan, p):
    """(subject, exact numbers) that a slip would have given in this claim's place."""
    mgs = [target_mg(o, p), plan.delivered]
    per_h = plan.vtbi / (o.over / 60) if plan.vtbi is not None and o.over is not None else None
    if name == "draw":
        base = [mg / o.strength for mg in mgs]
        near = [mg / s for mg in mgs for s in neighbours(o.strength, p, o.route)]
        rest = [("claim-mg-as-ml", mgs), ("claim-neighbouring-vial", near)]
    elif name == "rate":
        base = [per_h]
        rest = [("claim-factor-60", [per_h / 60, per_h * 60]), ("claim-volume-as-rate", [plan.vtbi])]
    elif name == "volume":
        base = [plan.vtbi] + ([mg / o.concentration for mg in mgs] if o.concentration is not None else [])
        rest = [("claim-rate-as-volume", [per_h] if per_h is not None else []),
                ("claim-diluent-alone", diluents(o, plan, mgs))]
    elif name == "drops":
        base = [plan.vtbi * o.drip_set / o.over]
        others = [f for f in p["routes"][o.route]["drop-factors"] if f != o.drip_set]
        rest = [("claim-other-drip-set", [plan.vtbi * f / o.over for f in others]), ("claim-ml-per-h-as-drops", [per_h])]
    else:
        base, rest = [mg / o.lozenge for mg in mgs], [("claim-mg-as-pieces", mgs)]
    return [("claim-tenfold", [b * 10 for b in base] + [b / 10 for b in base])] + rest


def diluents(o, plan, mgs):
    volume = o.bag if o.bag is not None else o.fill
    return [] if volume is None else [volume - mg / o.strength for mg in mgs]


def claim_slip_subjects(o, plan, findings, p):
    named, claims = set(), dict(o.claims)
    for f in findings:
        if f["code"] != "claim-differs":
            continue
        step = claim_step(f["subject"], o, plan, p)
        claimed = half_up(claims[f["subject"]], step)
        for subject, numbers in claim_numbers(f["subject"], o, plan, p):
            if any(half_up(n, step) == claimed for n in numbers):
                named.add(subject)
    return [s for s in CLAIM_SLIPS if s in named]


# ---------------------------------------------------------------- printing


def show(x):
    """Machine output: exact in at most six decimals, else half up to six; never 0 for a non-zero value."""
    x = F(x)
    places = 6
    n = half_up(x * 10**places, D(1))
    while n == 0 and x:
        places += 1
        n = half_up(x * 10**places, D(1)) if x * 10**places >= 1 else F(0)
    text = str(int(n)).rjust(places + 1, "0")
    return (text[:-places] + "." + text[-places:]).rstrip("0").rstrip(".")


def mass(mg, o, p):
    dw = dosing_weight(o, p)
    out = {"mg": show(mg), "mg_per_kg": show(mg / dw)}
    if dw != o.weight:
        out["mg_per_kg_actual"] = show(mg / o.weight)
    return out


def shown(**values):
    return {k: show(v) for k, v in values.items() if v is not None}


def infuse_fields(o, plan, p):
    out = shown(vtbi_ml=plan.vtbi, rate_ml_per_h=plan.rate, drops_per_min=plan.drops)
    mg, minutes = (plan.delivered, plan.minutes) if plan.setup else (target_mg(o, p), o.over)
    if minutes is not None:
        per_min, dw = mg / minutes, dosing_weight(o, p)
        out |= shown(minutes=minutes, mg_per_min=per_min, mcg_per_kg_per_min=per_min / dw * 1000,
                     mg_per_kg_per_h=per_min / dw * 60)
    return out


def inject_fields(o, plan):
    out = shown(draw_ml=plan.draw, syringe_ml=plan.syringe)
    if o.site:
        return out | {"each_ml": [show(s) for s in plan.shares], "site": o.site}
    return out | {"sites": plan.sites}


def plan_fields(o, plan, p):
    form, out = p["routes"][o.route]["form"], {}
    if form == "infusion":
        out["prepare"] = shown(syringe_ml=plan.syringe, draw_ml=plan.draw, diluent_ml=plan.diluent,
                               fill_syringe_ml=plan.fill_syringe, infusate_mg_per_ml=plan.concentration)
        out["infuse"] = infuse_fields(o, plan, p)
    elif form == "injection" and plan.draw is not None:
        out["inject"] = inject_fields(o, plan)
    elif plan.pieces is not None:
        out["take"] = shown(pieces=plan.pieces, strength_mg=o.lozenge)
    if plan.draw is not None and o.content is not None:
        out["waste"] = waste_fields(o, plan)
    if plan.delivered is not None:
        out["delivered"] = mass(plan.delivered, o, p)
    if plan.turned:
        out["turned"] = plan.turned
    return {k: v for k, v in out.items() if v}


def waste_fields(o, plan):
    vials = ceiling(plan.draw / o.content)
    left = vials * o.content - plan.draw
    return {"vials": str(vials), "left_ml": show(left), "left_mg": show(left * o.strength)}


def not_checked(o, p, compared):
    r = p["routes"][o.route]
    given = [("age", o.age), ("height", o.height), ("blood-pressure", o.bp), ("conditions", o.has),
             ("medicines", o.takes), ("last-weight", o.last_weight), ("dose-cap", r["cap"] or None)]
    out = [name for name, value in given if value is None]
    if r["form"] == "infusion" and (not r["intensity"] or o.over is None):
        out.append("intensity")
    return out + (["claims"] if o.claims and not compared else [])


def judge_read(o, p=PROTOCOL):
    plan, findings, compared = assess(o, p)
    subjects = slip_subjects(o, findings, p) + (claim_slip_subjects(o, plan, findings, p) if compared else [])
    findings = in_order(findings + [finding("possible-slip", "note", s) for s in subjects])
    out = {"weight_kg": show(o.weight), "dosing_weight_kg": show(dosing_weight(o, p)),
           "target": mass(target_mg(o, p), o, p)}
    if verdict(findings) != "stop":
        out |= plan_fields(o, plan, p)
        if compared:
            out["claims"] = {PLANNED[n][1]: {"claimed": show(v), "planned": show(getattr(plan, PLANNED[n][0]))}
                             for n, v in o.claims}
    return out | {"verdict": verdict(findings), "findings": findings, "not_checked": not_checked(o, p, compared)}


def judge(order, protocol=PROTOCOL):
    """The answer to an order given as option texts; Refused when it cannot be read."""
    return judge_read(read(order, protocol), protocol)


COLUMNS = """dosing_weight_kg target_mg target_mg_per_kg syringe_ml draw_ml diluent_ml infusate_mg_per_ml vtbi_ml
rate_ml_per_h drops_per_min minutes injections each_ml take_pieces delivered_mg delivered_mg_per_kg verdict findings
not_checked""".split()


def code_cell(findings):
    return " ".join(f["code"] + (":" + f["subject"] if "subject" in f else "") for f in findings)


def row(answer):
    """The batch output columns of an answer, as a list in the order of COLUMNS."""
    prepare, infuse = answer.get("prepare", {}), answer.get("infuse", {})
    inject, delivered = answer.get("inject", {}), answer.get("delivered", {})
    each = inject.get("each_ml", [inject["draw_ml"]] if inject else [])
    drawn = inject or prepare
    return [
        answer["dosing_weight_kg"], answer["target"]["mg"], answer["target"]["mg_per_kg"], drawn.get("syringe_ml", ""),
        drawn.get("draw_ml", ""), prepare.get("diluent_ml", ""), prepare.get("infusate_mg_per_ml", ""),
        infuse.get("vtbi_ml", ""), infuse.get("rate_ml_per_h", ""), infuse.get("drops_per_min", ""),
        infuse.get("minutes", ""), str(len(each)) if each else "", " ".join(each),
        answer.get("take", {}).get("pieces", ""), delivered.get("mg", ""), delivered.get("mg_per_kg", ""),
        answer["verdict"], code_cell(answer["findings"]), " ".join(answer["not_checked"])]
