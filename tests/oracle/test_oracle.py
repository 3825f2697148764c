"""The oracle against hand arithmetic; each expected value has its working beside it."""

import copy
import os
import sys
import unittest
from fractions import Fraction as F

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import compare
import oracle as O
import random_orders

FAKE = [sys.executable, os.path.join(HERE, "fake.py")]
READY = dict(weight="82.5kg", route="iv", session="3", dose="41mg", over="40min", concentration="1mg/mL")
BAG = dict(weight="82.5kg", route="iv", session="3", dose="41mg", over="40min", vial="50mg/mL", bag="100mL")
IM = dict(weight="82.5kg", route="im", session="7", dose="1mg/kg", vial="50mg/mL")


def judge(base, **changes):
    order = {k: v for k, v in (base | changes).items() if v is not None}
    return O.judge(order)


def codes(answer):
    return [f["code"] + (":" + f["subject"] if "subject" in f else "") for f in answer["findings"]]


def level(answer, code):
    return [f["level"] for f in answer["findings"] if f["code"] == code]


class Printing(unittest.TestCase):
    def test_show(self):
        for x, text in [(F(41), "41"), (F("0.50"), "0.5"), (F(1, 3), "0.333333"), (F(2, 3), "0.666667"),
                        (F("0.0000005"), "0.000001"), (F("0.00000049"), "0.0000005"), (F("0.000000034"), "0.00000003"),
                        (F("0.000000096"), "0.0000001"), (F(0), "0"), (F(999999), "999999"), (F("1.0000005"), "1.000001")]:
            self.assertEqual(O.show(x), text)


class Rounding(unittest.TestCase):
    def test_ties_go_up(self):
        self.assertEqual(O.half_up(F("0.825"), F("0.01")), F("0.83"))
        self.assertEqual(O.half_up(F("0.8249"), F("0.01")), F("0.82"))

    def test_tie_in_a_1_ml_syringe(self):  # 0.5 x 82.5 = 41.25 mg; / 50 = 0.825 mL; up: 0.83 x 50 = 41.5 mg
        a = judge(IM, dose="0.5mg/kg")
        self.assertEqual((a["inject"]["draw_ml"], a["inject"]["syringe_ml"], a["delivered"]["mg"]), ("0.83", "1", "41.5"))

    def test_turned_by_the_stop_bound(self):  # 82.5 / 50 = 1.65; 1.7 x 50 = 85 > 82.5 mg; 1.6 x 50 = 80
        a = judge(IM, site="ventrogluteal")
        self.assertEqual((a["inject"]["draw_ml"], a["inject"]["syringe_ml"], a["delivered"]["mg"]), ("1.6", "3", "80"))
        self.assertEqual((a["turned"], a["verdict"]), (["draw_ml"], "ok"))  # 2.5 / 82.5 = 3.03 %, under 5 %

    def test_rate_turned(self):  # 41.3 mL / 40 min x 60 = 61.95; 62 ends at 39.97 min; 61.9: 41.3 x 60 / 61.9 = 40.0323
        a = judge(READY, weight="82.6kg", dose="41.3mg")
        self.assertEqual((a["infuse"]["rate_ml_per_h"], a["infuse"]["minutes"]), ("61.9", "40.03231"))
        self.assertEqual((a["turned"], a["verdict"]), (["rate_ml_per_h"], "ok"))

    def test_no_turn_without_a_bound(self):  # 45 min: 41.3 / 45 x 60 = 55.0667 -> 55.1, 44.97 min, no bound at 45
        self.assertNotIn("turned", judge(READY, weight="82.6kg", dose="41.3mg", over="45min"))

    def test_drops(self):  # 41 mL x 20 / 40 = 20.5 -> 21 ends at 39.05 min: 20 gtt/min, 820 / 20 = 41 min
        a = judge(READY, drip_set="20gtt/mL")
        self.assertEqual((a["infuse"]["drops_per_min"], a["infuse"]["minutes"]), ("20", "41"))
        self.assertNotIn("rate_ml_per_h", a["infuse"])

    def test_not_measurable(self):  # 49 mg of 200 mg lozenges: 0.245 -> 1/4 = 50 mg > 49 mg; 0 is nothing
        a = O.judge(dict(weight="49kg", route="lozenge", session="7", dose="1mg/kg", lozenge="200mg"))
        self.assertEqual((a["verdict"], codes(a)), ("stop", ["not-measurable"]))


class WorkedExamples(unittest.TestCase):
    def test_json_of_interface_6(self):
        a = judge(BAG)
        self.assertEqual(a["prepare"], {"syringe_ml": "1", "draw_ml": "0.82", "diluent_ml": "99.18", "infusate_mg_per_ml": "0.41"})
        self.assertEqual(a["infuse"], {"vtbi_ml": "100", "rate_ml_per_h": "150", "minutes": "40", "mg_per_min": "1.025",
                                       "mcg_per_kg_per_min": "12.424242", "mg_per_kg_per_h": "0.745455"})
        self.assertEqual((a["target"], a["delivered"]), ({"mg": "41", "mg_per_kg": "0.49697"},) * 2)
        self.assertEqual((a["verdict"], a["findings"]), ("ok", []))
        self.assertEqual(a["not_checked"], ["age", "height", "blood-pressure", "conditions", "medicines", "last-weight",
                                            "dose-cap", "intensity"])

    def test_claim_and_waste(self):  # 10 - 0.82 = 9.18 mL x 50 = 459 mg; 4.1 mL would be right for 10 mg/mL
        a = judge(BAG, vial="500mg/10mL", draw="4.1mL")
        self.assertEqual(a["waste"], {"vials": "1", "left_ml": "9.18", "left_mg": "459"})
        self.assertEqual(a["claims"], {"draw_ml": {"claimed": "4.1", "planned": "0.82"}})
        self.assertEqual(codes(a), ["claim-differs:draw", "possible-slip:neighbouring-vial",
                                    "possible-slip:claim-neighbouring-vial"])

    def test_two_shares(self):  # 1.65 mL in the deltoid (1 / 2): 2 x 0.825, 1 mL syringes: 0.83 + 0.82
        a = judge(IM, site="deltoid")
        self.assertEqual(a["inject"], {"draw_ml": "1.65", "syringe_ml": "1", "each_ml": ["0.83", "0.82"], "site": "deltoid"})
        self.assertEqual((a["verdict"], codes(a)), ("review", ["volume-above-site-limit"]))

    def test_without_a_site(self):
        a = judge(IM)
        self.assertEqual(a["inject"], {"draw_ml": "1.6", "syringe_ml": "3", "sites": ["ventrogluteal", "vastus-lateralis"]})

    def test_sites_run_out(self):  # 10 mg/mL: 41 mg = 4.1 mL (over 3, not over 5); 82.5 mg = 8.25 mL (over 5)
        self.assertEqual(codes(judge(IM, session="1", dose="41mg", vial="10mg/mL")), ["site-missing"])
        a = judge(IM, vial="10mg/mL")
        self.assertEqual((a["verdict"], codes(a)), ("stop", ["volume-above-site-limit"]))

    def test_syringe(self):  # 41 / 50 = 0.82 into 50 mL in a 60 mL syringe: 49.18 mL; 41 / 50 = 0.82 mg/mL; 50 / 40 x 60
        a = judge(BAG, bag=None, fill="50mL")
        self.assertEqual(a["prepare"], {"syringe_ml": "1", "draw_ml": "0.82", "diluent_ml": "49.18", "fill_syringe_ml": "60",
                                        "infusate_mg_per_ml": "0.82"})
        self.assertEqual(a["infuse"]["rate_ml_per_h"], "75")

    def test_lozenge(self):  # 41 / 100 = 0.41 -> 0.5 = 50 mg; 9 / 41 = 21.95 % > 10 %
        a = O.judge(dict(weight="82.5kg", route="lozenge", session="1", dose="41mg", lozenge="100mg"))
        self.assertEqual((a["take"], codes(a)), ({"pieces": "0.5", "strength_mg": "100"}, ["delivered-differs"]))
        self.assertEqual(a["findings"][0]["measured"], {"value": "21.95122", "unit": "%"})

    def test_without_a_set_up(self):
        a = judge(READY, concentration=None)
        self.assertEqual((a["verdict"], codes(a)), ("ok", ["preparation-missing"]))
        self.assertEqual(a["infuse"], {"minutes": "40", "mg_per_min": "1.025", "mcg_per_kg_per_min": "12.424242",
                                       "mg_per_kg_per_h": "0.745455"})
        self.assertNotIn("delivered", a)


class Judging(unittest.TestCase):
    def test_order_step(self):  # ceiling 0.5 x 82.5 = 41.25; 41 is 0.25 off, 42 is 0.75 off, half a step is 0.5
        self.assertEqual(codes(judge(READY)), [])
        self.assertEqual(codes(judge(READY, dose="41.75mg")), [])
        self.assertEqual(codes(judge(READY, dose="42mg")), ["dose-above-session-ceiling"])
        self.assertEqual(codes(judge(READY, dose="40.75mg")), [])
        self.assertEqual(codes(judge(READY, dose="40.7mg")), ["dose-below-range"])

    def test_no_allowance(self):
        self.assertEqual(codes(judge(READY, dose="0.500001mg/kg")), ["dose-above-session-ceiling"])
        self.assertEqual(codes(judge(READY, session="7", dose="82.5mg")), [])
        a = judge(READY, session="7", dose="82.500001mg")
        self.assertEqual((codes(a), a["verdict"]), (["dose-above-range"], "stop"))
        self.assertFalse({"prepare", "infuse", "delivered"} & a.keys())

    def test_duration(self):
        self.assertEqual(level(judge(READY, over="39min"), "duration-below-range"), ["stop"])
        self.assertEqual(level(judge(READY, over="61min"), "duration-above-range"), ["review"])
        self.assertEqual(codes(judge(READY, over="1h")), [])
        self.assertEqual(codes(judge(READY, over=None)), ["duration-missing"])

    def test_concentration(self):  # 82.5 mg in 30 mL = 2.75 mg/mL
        self.assertEqual(codes(judge(BAG, session="7", dose="82.5mg", bag="30mL")), ["concentration-above-limit"])
        self.assertEqual(level(judge(READY, concentration="50.1mg/mL"), "concentration-above-limit"), ["stop"])

    def test_pounds(self):  # 181.9 x 0.45359237 = 82.508... -> 82.5; last 82.5 lb = 37.4 kg
        self.assertEqual(judge(READY, weight="181.9lb")["weight_kg"], "82.5")
        a = judge(READY, weight="181.9kg", dose="41mg", last_weight="82.5kg")
        self.assertIn("possible-slip:pounds-as-kilograms", codes(a))

    def test_slips(self):
        for change, subject in [(dict(dose="410mg"), "tenfold-dose"), (dict(dose="41mg/kg"), "mg-as-mg-per-kg"),
                                (dict(dose="0.5mg"), "mg-per-kg-as-mg"), (dict(dose="41000mg"), "mcg-as-mg"),
                                (dict(dose="41mcg"), "mg-as-mcg"), (dict(over="40h"), "minutes-as-hours"),
                                (dict(over="1min"), "hours-as-minutes"), (dict(over="400min"), "tenfold-duration"),
                                (dict(weight="825kg"), "tenfold-weight")]:
            self.assertIn("possible-slip:" + subject, codes(judge(READY, **change)), change)

    def test_dosing_weight(self):  # 70 in: 50 + 23 = 73 kg; 73 + 0.4 x (120 - 73) = 91.8 kg
        ideal = judge(READY, weight="120kg", height="70in", sex="male", dosing_weight="ideal", dose="0.5mg/kg")
        self.assertEqual((ideal["dosing_weight_kg"], ideal["target"]),
                         ("73", {"mg": "36.5", "mg_per_kg": "0.5", "mg_per_kg_actual": "0.304167"}))
        adjusted = judge(READY, weight="120kg", height="70in", sex="male", dosing_weight="adjusted", dose="0.5mg/kg")
        self.assertEqual(adjusted["dosing_weight_kg"], "91.8")
        self.assertEqual(judge(READY, height="70in", weight="60kg", sex="male", dosing_weight="ideal")["dosing_weight_kg"], "60")

    def test_patient(self):  # 82.5 / 1.6^2 = 32.2; 82.5 / 75 = +10 % exactly (inside), / 74.9 = 10.15 %
        a = judge(READY, height="160cm", age="65", bp="181/90", has="glaucoma,pregnancy", takes="lorazepam, diazepam")
        self.assertEqual(codes(a), ["blood-pressure-high", "condition:pregnancy", "age-out-of-bounds", "condition:glaucoma",
                                    "medicine:benzodiazepine", "bmi-high"])
        self.assertEqual(codes(judge(READY, last_weight="75kg")), [])
        self.assertEqual(codes(judge(READY, last_weight="74.9kg")), ["weight-changed"])
        self.assertEqual(level(judge(READY, bp="140/91"), "blood-pressure-high"), ["review"])
        self.assertEqual(level(judge(READY, bp="89/60"), "blood-pressure-low"), ["review"])


class Claims(unittest.TestCase):
    def claim(self, base, **claim):
        return [c for c in codes(judge(base, **claim)) if c.startswith("possible-slip:claim") or c.startswith("claim")]

    def test_right(self):
        self.assertEqual(self.claim(BAG, draw="0.82mL", rate="150mL/h", volume="100mL"), [])
        self.assertEqual(self.claim(BAG, draw="0.815mL"), [])  # between marks: half up is 0.82

    def test_slips(self):  # rate 150 mL/h = 2.5 mL/min; drops 41 x 20 / 40; ready-made rate 61.5
        for base, claim, slip in [
                (BAG, dict(draw="8.2mL"), "tenfold"), (BAG, dict(draw="41mL"), "mg-as-ml"),
                (BAG, dict(rate="2.5mL/h"), "factor-60"), (BAG, dict(rate="100mL/h"), "volume-as-rate"),
                (BAG, dict(volume="150mL"), "rate-as-volume"), (BAG, dict(volume="99.2mL"), "diluent-alone"),
                (READY | {"drip_set": "20gtt/mL"}, dict(drops="62gtt/min"), "other-drip-set")]:
            self.assertIn("possible-slip:claim-" + slip, self.claim(base, **claim))

    def test_not_compared_on_a_stop(self):
        a = judge(BAG, over="30min", draw="4.1mL")
        self.assertEqual((self.claim(BAG, over="30min", draw="4.1mL"), a["not_checked"][-1]), ([], "claims"))


class Refusals(unittest.TestCase):
    def refused(self, code, column, base=READY, **change):
        with self.assertRaises(O.Refused, msg=str(change)) as raised:
            judge(base, **change)
        self.assertEqual((raised.exception.code, raised.exception.column), (code, column), change)

    def test_numbers(self):
        for text, code in [("70,5kg", "number-comma"), (".5kg", "number-point"), ("5.kg", "number-point"),
                           ("-5kg", "number-sign"), ("1e3kg", "number-exponent"), ("010kg", "number-padded"),
                           ("1234567kg", "number-too-long"), ("0kg", "number-zero"), ("nankg", "number-other"),
                           ("82.5", "unit-missing"), ("82.5stone", "unit-unknown"), ("82.5  kg", "unit-unknown"),
                           ("8 2kg", "unit-unknown"), ("82g", "unit-not-allowed"), (" 82kg", "number-other"),
                           ("0x1Fkg", "number-other"), ("82.1234kg", "too-fine"), ("\u0668kg", "number-other")]:
            self.refused(code, "weight", weight=text)

    def test_options(self):
        self.refused("required-missing", "session", session=None)
        self.refused("number-zero", "session", session="0")
        self.refused("out-of-domain", "session", session="1000")
        self.refused("number-other", "session", session="3.5")
        self.refused("route-unknown", "route", route="oral")
        self.refused("too-fine", "over", over="40.01min")
        self.refused("contradicts", "concentration", vial="50mg/mL")
        self.refused("contradicts", "drip_set", concentration=None, vial="50mg/mL", fill="50mL", drip_set="20gtt/mL")
        self.refused("out-of-domain", "drip_set", drip_set="11gtt/mL")
        self.refused("not-applicable", "site", site="deltoid")
        self.refused("not-applicable", "draw", draw="1mL")
        self.refused("required-missing", "vial", concentration=None, bag="100mL")
        self.refused("too-fine", "bag", BAG, bag="100.05mL")
        self.refused("out-of-domain", "fill", BAG, bag=None, fill="61mL")
        self.refused("out-of-domain", "bp", bp="85/135")
        self.refused("code-unknown", "takes", takes="opoid")


class NoDeadLimit(unittest.TestCase):
    """Tighten one bound; only its own finding appears."""

    def tightened(self, change, base=READY, **options):
        p = copy.deepcopy(O.PROTOCOL)
        change(p, p["routes"][base["route"]])
        answer = O.judge(base | options, p)
        return [c for c in codes(answer) if not c.startswith("possible-slip")]

    def test_each(self):
        one = lambda key, which, value: lambda p, r: r[key].update({which: (F(value), "x")})
        self.assertEqual(self.tightened(one("cap", "stop-above", 40)), ["dose-above-cap"])
        self.assertEqual(self.tightened(one("intensity", "review-above", "0.7")), ["intensity-above-limit"])
        self.assertEqual(self.tightened(one("duration", "review-above", 39)), ["duration-above-range"])
        self.assertEqual(self.tightened(one("concentration", "review-above", "0.9")), ["concentration-above-limit"])
        self.assertEqual(self.tightened(one("volume-infused", "review-above", 40)), ["volume-infused-high"])
        self.assertEqual(self.tightened(one("pump-rate", "stop-above", 61)), ["rate-outside-pump"])
        self.assertEqual(self.tightened(one("dose", "review-below", "0.51")), ["dose-below-range"])
        self.assertEqual(self.tightened(lambda p, r: r["vials"].remove(50), BAG), ["vial-not-listed"])
        self.assertEqual(self.tightened(lambda p, r: p["weight"].update({"review-above": (F(80), "x")})), ["weight-out-of-bounds"])


class Harness(unittest.TestCase):
    def block(self, name="bag-1"):
        return compare.run_block((FAKE, (name, ["82.5"], ["1", "7"], ["40", "41"] if name in compare.SETUPS else [None])))

    def test_compare(self):
        for name in ("bag-1", "vial-100", "syringe-50", "bag-1-drip-20", "inject", "lozenge"):
            count, differences, _ = self.block(name)
            self.assertTrue(count["cases"] and not count["failed"], differences)

    def test_a_planted_bug_is_found(self):
        os.environ["FAKE_BUG"] = "1"
        try:
            count, differences, _ = compare.run_block((FAKE, ("vial-100", ["82.5"], ["7"], ["40"])))
            self.assertTrue(count["failed"] and differences)
            self.assertTrue(random_orders.run(FAKE, 100, 1)[0])
        finally:
            del os.environ["FAKE_BUG"]

    def test_random(self):
        self.assertEqual(random_orders.run(FAKE, 300, 7)[0], 0)


if __name__ == "__main__":
    unittest.main()
