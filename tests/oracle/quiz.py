#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds `BINARY quiz` to the rules: quiz.py BINARY [--count N] [--seed N]

For every topic N problems are printed with their keys, and each key is worked out again from the
order's options by the oracle, in fractions. Then whole files of answers are marked:

  right answers, rounded in every way that a careful hand could: none may be marked wrong;
  slips, applied here from the rules to every problem they can happen in: in at least 95 % of each kind
  the slip must be named. A slipped answer that a right one could be, or that no device shows, is left out.

The figures are printed. What the rules call a slip of the order and a slip of the number can be one and
the same sum (a 10 mg/mL vial: mg as mL is tenfold); the program then names both, the likelier first.
"""
import argparse
import collections
import json
import subprocess
import sys
from fractions import Fraction as F
from typing import NamedTuple

import oracle as O

P = O.PROTOCOL
LEAST = F(95, 100)
TOPICS = 'weight dose volume dilution rate drops lozenge waste judge'.split()
STEPS = {'weight': F(1, 10), 'dose': F(1, 10), 'dose-per-kg': F(1, 100)}
UNITS = {'weight': 'kg', 'dose': 'mg', 'dose-per-kg': 'mg/kg', 'draw': 'mL', 'diluent': 'mL', 'rate': 'mL/h',
         'drops': 'gtt/min', 'pieces': '', 'left': 'mL', 'left-mass': 'mg'}
NEEDED = {'weight': ['weight'], 'dose': ['dose', 'weight'], 'dose-per-kg': ['dose', 'weight'],
          'draw': ['dose', 'vial'], 'diluent': ['dose', 'vial'], 'rate': ['over'], 'drops': ['over', 'drip_set'],
          'pieces': ['dose', 'lozenge'], 'left': ['dose', 'vial'], 'left-mass': ['dose', 'vial'],
          'verdict': ['dose', 'weight']}
# findings by limits that the rules on a sheet do not show
UNLISTED = {'duration-missing', 'intensity-above-limit', 'volume-infused-high', 'rate-outside-pump', 'not-measurable',
            'delivered-differs', 'bmi-out-of-bounds', 'bmi-high', 'site-missing', 'preparation-missing'}
VERDICTS = {'ok': 'give', 'review': 'query', 'stop': 'stop'}
POUND = F('0.45359237')
failures = []


def fail(problem, what):
    failures.append(f'{problem["topic"]} {problem["seed"]}/{problem["number"]}: {what}\n  {problem["order"]}')


def quiz(binary, topic, options, answers=None):
    args = [binary, 'quiz', '--format', 'json', '--topic', topic, *map(str, options)]
    args += ['--answers', '-'] if answers else ['--key']
    ran = subprocess.run(args, input='\n'.join(answers or []) + '\n', stdout=subprocess.PIPE, encoding='utf-8')
    if ran.returncode not in (0, 1):
        sys.exit(f'{args}: exit {ran.returncode}')
    return [json.loads(line, parse_float=F, parse_int=F) for line in ran.stdout.splitlines()]


# ---------------------------------------------------------------- a problem, by the rules


class Case:
    """The order of one problem, read by the oracle, and what is asked of it."""

    def __init__(self, problem):
        self.problem = problem
        self.asked = problem['asked']
        texts = {name: str(value) for name, value in problem['order'].items()}
        self.o = O.read(texts)
        self.plan = O.make_plan(self.o, P)
        self.form = P['routes'][self.o.route]['form']
        self.pounds = F(texts['weight'].removesuffix('lb')) if texts['weight'].endswith('lb') else None
        self.texts = texts
        self.step = self.find_step()
        self.vials = O.ceiling(self.plan.draw / self.o.content) if self.o.content and self.plan.draw else None

    def find_step(self):
        route = P['routes'][self.o.route]
        if self.asked in STEPS:
            return STEPS[self.asked]
        if self.asked in ('draw', 'diluent', 'left'):
            return self.plan.mark
        if self.asked == 'left-mass':
            return self.plan.mark * self.o.strength
        return {'rate': route.get('rate-step'), 'drops': F(1), 'pieces': route.get('fraction')}.get(self.asked)

    def key(self):
        """(value, exact) by the oracle's plan."""
        o, plan, asked = self.o, self.plan, self.asked
        weight, target = O.dosing_weight(o, P), O.target_mg(o, P)
        plain = {'weight': weight, 'dose': target, 'dose-per-kg': target / weight}
        if asked in plain:
            return O.half_up(plain[asked], self.step), plain[asked]
        exact = self.number(weight, target, plan.vtbi)
        if asked == 'diluent':
            return plan.diluent, exact
        if asked in ('left', 'left-mass'):
            left = self.vials * o.content - plan.draw
            return (left if asked == 'left' else left * o.strength), exact
        return {'draw': plan.draw, 'rate': plan.rate, 'drops': plan.drops, 'pieces': plan.pieces}[asked], exact

    def number(self, weight, target, volume):
        """The exact number that is asked for, from these."""
        o = self.o
        if self.asked == 'weight':
            return weight
        if self.asked == 'dose':
            return target
        if self.asked == 'dose-per-kg':
            return target / weight
        if self.asked == 'pieces':
            return target / o.lozenge
        if self.asked == 'rate':
            return volume / o.over * 60
        if self.asked == 'drops':
            return volume * o.drip_set / o.over
        draw = target / o.strength
        if self.asked == 'draw':
            return draw
        if self.asked == 'diluent':
            return o.fill - draw
        left = self.vials * o.content - draw
        return left if self.asked == 'left' else left * o.strength

    def target(self, weight):
        return self.o.dose * weight if self.o.per_kg else self.o.dose

    def volume(self, target):
        return target / self.o.concentration if self.o.concentration else self.plan.vtbi

    def weights(self):
        """What a careful hand goes on with: the weight in kg, however it was rounded."""
        o = self.o
        actual = [o.weight]
        if self.pounds:
            actual += [self.pounds * POUND]
            for rough in (self.pounds / F('2.2'), self.pounds / F('2.205')):
                actual += [rough, O.half_up(rough, F(1, 10))]
        if o.dosing == 'actual':
            return actual
        ideal = O.ideal_weight(o, P)
        if o.dosing == 'ideal':
            return [O.dosing_weight(o, P), ideal]
        return [O.dosing_weight(o, P)] + [i + P['adjust'] * (w - i)
                                         for w in actual for i in (ideal, O.half_up(ideal, F(1, 10)))]

    def numbers(self):
        """All exact results that rounding on the way, or not, may give."""
        found = []
        for weight in self.weights():
            exact = self.target(weight)
            for target in {exact, O.half_up(exact, F(1, 10))} if self.o.per_kg and self.asked != 'dose' else [exact]:
                volume = self.volume(target)
                found.append(self.number(weight, target, volume))
                if self.o.concentration:
                    found.append(self.number(weight, target, O.half_up(volume, F(1, 10))))
        return found

    def is_right(self, answer):
        found = self.numbers()
        return (min(found) - self.step / 2 <= answer <= max(found) + self.step / 2 or answer == self.key()[0])


def check_key(problem):
    if problem['topic'] == 'judge':
        return check_verdict(problem)
    case = Case(problem)
    value, exact = case.key()
    expected = problem['expected']
    for name, number in (('value', value), ('exact', exact), ('step', case.step)):
        if O.show(number) != O.show(expected[name]):
            fail(problem, f'{name} {expected[name]} is not {O.show(number)}')
    answer = O.judge(case.texts)
    if answer['verdict'] != 'ok':
        fail(problem, f'the verdict is {answer["verdict"]}')
    if problem.get('unit', '') not in (UNITS[case.asked], 'lozenge'):
        fail(problem, f'the unit is {problem["unit"]}')
    check_text(case)
    if 'most_mg_per_ml' in problem:
        check_least_fill(case, problem['most_mg_per_ml'])
    return case


def check_least_fill(case, most):
    mark = O.syringe(case.o.fill, P)[1]
    for target in [case.plan.delivered] + [case.target(w) for w in case.weights()]:
        if O.ceiling(target / most / mark) * mark != case.o.fill:
            fail(case.problem, f'{case.o.fill} mL is not the least fill for {target} mg')


def spaced(text):
    return ''.join(' ' + c if i and c.isalpha() and text[i - 1].isdigit() else c for i, c in enumerate(text))


def check_text(case):
    """All that the sum needs is said, as the order has it."""
    needed = list(NEEDED[case.asked])
    if case.o.per_kg:
        needed.append('weight')
    if case.asked in ('rate', 'drops'):
        needed += [n for n in ('concentration', 'bag') if n in case.texts] + ['dose'] * (case.o.concentration is not None)
    if case.asked == 'diluent' and 'most_mg_per_ml' not in case.problem:
        needed.append('fill')
    if case.o.dosing != 'actual' and 'weight' in needed:
        needed.append('height')
    for name in needed:
        if spaced(case.texts[name]) not in case.problem['problem']:
            fail(case.problem, f'{name} is not said: {case.problem["problem"]}')


def check_verdict(problem):
    texts = {name: str(value) for name, value in problem['order'].items()}
    answer = O.judge(texts)
    found = [f for f in answer['findings'] if f['code'] != 'possible-slip']
    findings = [O.code_cell([f]) for f in found if f['level'] == answer['verdict']]
    also = [O.code_cell([f]) for f in found if f['level'] != answer['verdict']]
    expected = problem['expected']
    if expected != {'verdict': VERDICTS[answer['verdict']], 'findings': findings, 'also': also}:
        fail(problem, f'{expected} is not {answer["verdict"]} {findings} {also}')
    if findings and all(f['code'] in UNLISTED for f in found if f['level'] == answer['verdict']):
        fail(problem, f'no rule on the sheet tells {findings}')
    problem['decides'] = [f['code'] for f in answer['findings'] if f['level'] == answer['verdict']]
    for name in texts:
        said = texts[name] if name in ('has', 'takes') else spaced(texts[name])
        said = said.replace('-', ' ') if name == 'site' else said
        if name not in ('route', 'session') and said not in problem['problem']:
            fail(problem, f'{name} is not said: {problem["problem"]}')
    return problem


# ---------------------------------------------------------------- right answers


def decimal(x, places):
    """x to so many places, ties up, as a plain number."""
    n = O.half_up(x * 10**places, F(1))
    text = str(int(n)).rjust(places + 1, '0')
    return text[:-places] + '.' + text[-places:] if places else text


def written(case, x, unit=None):
    return O.show(x) + (UNITS[case.asked] if unit is None else unit)


def half_down(x, step):
    near = O.half_up(x, step)
    return near - step if x % step == step / 2 else near


def right_answers(case):
    """Name of a way of rounding -> the answer."""
    value, exact = case.key()
    step, numbers = case.step, case.numbers()
    answers = {'the key': written(case, value), 'three places': decimal(exact, 3) + UNITS[case.asked],
               'to the step': written(case, O.half_up(exact, step)), 'ties down': written(case, half_down(exact, step)),
               'a space': written(case, value, ' ' + UNITS[case.asked]).strip(),
               'trailing zero': (O.show(value) + ('0' if '.' in O.show(value) else '.0')) + UNITS[case.asked]}
    for i, number in enumerate(sorted(set(numbers))):
        answers[f'way {i + 1}'] = written(case, O.half_up(number, step))
        answers[f'way {i + 1}, two places'] = decimal(number, 2 if step < 1 else 1) + UNITS[case.asked]
        answers[f'way {i + 1}, three places'] = decimal(number, 3) + UNITS[case.asked]
    if case.asked in ('dose', 'left-mass'):
        answers['in mcg'] = O.show(value * 1000) + 'mcg'
    if case.asked == 'pieces':
        answers['with its word'] = O.show(value) + ' lozenges'
    # an answer that is coarser than a step stands for no mark of the device
    return {name: text for name, text in answers.items() if is_fine(case, text)}


def is_fine(case, text):
    number = F(text.rstrip('abcdefghijklmnopqrstuvwxyzL/ '))
    return number > 0 and case.is_right(number / 1000 if text.endswith('mcg') else number)


def verdict_answers(problem):
    verdict = problem['expected']['verdict']
    answers = {'the verdict': verdict}
    for code in problem['decides'] if verdict != 'give' else []:
        answers[f'because of {code}'] = f'{verdict} {code}'
    answers['as printed'] = f'{verdict.capitalize()}: {", ".join(problem["expected"]["findings"])}'.rstrip(': ')
    return answers


# ---------------------------------------------------------------- slips


class Slipped(NamedTuple):
    """What a student who slips goes on with; None stands for what the order says."""
    weight: F = None
    target: F = None
    strength: F = None
    over: F = None
    drip_set: F = None


def worked(case, s):
    """The answer that comes of it, each device rounded to its own step; None when no device shows it."""
    o, asked = case.o, case.asked
    weight = O.dosing_weight(o if s.weight is None else o._replace(weight=s.weight), P)
    target = case.target(weight) if s.target is None else s.target
    strength, over, drip_set = s.strength or o.strength, s.over or o.over, s.drip_set or o.drip_set
    if asked in STEPS:
        exact = {'weight': weight, 'dose': target, 'dose-per-kg': target / weight}[asked]
        return O.half_up(exact, case.step)
    if asked == 'pieces':
        return O.half_up(target / o.lozenge, case.step)
    if asked in ('rate', 'drops'):
        volume = O.half_up(case.volume(target), F(1, 10))
        return O.half_up(volume / over * (60 if asked == 'rate' else drip_set), case.step)
    held = O.syringe(target / strength, P)
    draw = O.half_up(target / strength, held[1]) if held else 0
    if not draw or asked == 'draw':
        return draw
    if asked == 'diluent':
        return o.fill - draw
    left = O.ceiling(draw / o.content) * o.content - draw
    return left if asked == 'left' else left * strength


def tenfold(case):
    """Ten times and a tenth, as they are and as the device shows them."""
    for number in case.key():
        for wrong in (number * 10, number / 10):
            yield 'claim-tenfold', wrong
            yield 'claim-tenfold', O.half_up(wrong, case.step)


def waste_slips(case):
    """What is left in the last of many vials may come of nearly any order: slips of the number alone."""
    yield from tenfold(case)
    yield 'claim-draw-as-left', case.plan.draw * (1 if case.asked == 'left' else case.o.strength)


def slipped(case):
    """(slip, answer) for every slip that the text of the problem invites."""
    o, asked = case.o, case.asked
    target = O.target_mg(o, P)
    if asked in ('left', 'left-mass'):
        yield from waste_slips(case)
        return
    if case.pounds:
        yield 'pounds-as-kilograms', worked(case, Slipped(weight=case.pounds))
        if asked == 'weight' and o.dosing == 'actual':
            yield 'kilograms-as-pounds', O.half_up(case.pounds / POUND, case.step)
    else:
        yield 'kilograms-as-pounds', worked(case, Slipped(weight=O.half_up(o.weight * POUND, F(1, 10))))
    if asked != 'weight':
        yield 'mg-as-mcg', worked(case, Slipped(target=target / 1000))
        if o.per_kg:
            yield 'mg-per-kg-as-mg', worked(case, Slipped(target=o.dose))
        else:
            yield 'mg-as-mg-per-kg', worked(case, Slipped(target=o.dose * O.dosing_weight(o, P)))
    if o.strength and asked in ('draw', 'diluent'):
        for other in O.neighbours(o.strength, P, o.route):
            yield 'neighbouring-vial', worked(case, Slipped(strength=other))
    if asked == 'diluent':
        yield from tenfold(case)
        yield 'tenfold-dose', worked(case, Slipped(target=target * 10))
        yield 'tenfold-dose', worked(case, Slipped(target=target / 10))
    else:
        yield 'claim-tenfold', case.key()[0] * 10
        yield 'claim-tenfold', case.key()[0] / 10
    yield from number_slips(case, target)


def number_slips(case, target):
    """Slips of the number itself."""
    o, plan, asked = case.o, case.plan, case.asked
    if asked == 'draw':
        yield 'claim-mg-as-ml', target
    if asked == 'diluent':
        yield 'claim-diluent-alone', o.fill
    if asked == 'pieces':
        yield 'claim-mg-as-pieces', target
    if asked == 'rate':
        exact = plan.vtbi / o.over * 60
        yield 'claim-factor-60', O.half_up(exact * 60, case.step)
        yield 'claim-factor-60', O.half_up(exact / 60, case.step)
        yield 'claim-volume-as-rate', plan.vtbi
    if asked == 'drops':
        for other in P['routes'][o.route]['drop-factors']:
            if other != o.drip_set:
                yield 'claim-other-drip-set', worked(case, Slipped(drip_set=other))
        yield 'claim-ml-per-h-as-drops', O.half_up(plan.vtbi / o.over * 60, case.step)
        if case.texts['over'].endswith('h'):
            yield 'hours-as-minutes', worked(case, Slipped(over=o.over / 60))
        else:
            yield 'minutes-as-hours', worked(case, Slipped(over=o.over * 60))


def slip_answers(case):
    """slip -> answers, one for each way that it can happen."""
    answers = collections.defaultdict(list)
    for slip, answer in slipped(case):
        if answer and 0 < answer < 10**6 and not case.is_right(F(O.show(answer))):
            answers[slip].append(written(case, answer))
    return answers


# ---------------------------------------------------------------- the runs


def in_files(choices):
    """Dictionaries name -> answer, one a problem, turned into files: name -> one answer a problem."""
    names = sorted({name for choice in choices for name in choice})
    return {name: [choice.get(name, 'skip') for choice in choices] for name in names}


def mark_right(binary, topic, options, problems, choices):
    marked = 0
    for name, lines in in_files(choices).items():
        for problem, line, mark in zip(problems, lines, quiz(binary, topic, options, lines)):
            if line == 'skip':
                continue
            marked += 1
            if not mark['correct']:
                fail(problem, f'{line} ({name}) is marked wrong: {mark["remark"]}')
    return marked


def mark_slips(binary, topic, options, cases):
    """slip -> [answers, named, named first]"""
    choices = [{f'{slip}#{i}': text for slip, texts in slip_answers(case).items() for i, text in enumerate(texts)}
               for case in cases]
    figures = collections.defaultdict(lambda: [0, 0, 0])
    for name, lines in in_files(choices).items():
        slip = name.partition('#')[0]
        for case, line, mark in zip(cases, lines, quiz(binary, topic, options, lines)):
            if line == 'skip':
                continue
            named = [mark.get('slip'), mark.get('or_slip')]
            figures[slip][0] += 1
            figures[slip][1] += slip in named
            figures[slip][2] += slip == named[0]
            if mark['correct']:
                fail(case.problem, f'{line} ({slip}) is marked right')
            elif slip not in named and VERBOSE:
                print(f'  not named: {slip} {line} -> {mark["remark"]}\n    {case.problem["problem"]}')
    return figures


VERBOSE = False


def run_topic(binary, topic, count, seed):
    options = ['--count', count, '--seed', seed]
    problems = quiz(binary, topic, options)
    if len(problems) != count or len({p['problem'] for p in problems}) < count * (0.5 if topic == 'weight' else 0.8):
        failures.append(f'{topic}: too few problems, or too many alike')
    cases = [check_key(problem) for problem in problems]
    if topic == 'judge':
        marked = mark_right(binary, topic, options, problems, [verdict_answers(p) for p in problems])
        print(f'{topic:10}{count} keys, {marked} right answers '
              f'({collections.Counter(p["expected"]["verdict"] for p in problems)})')
        return
    marked = mark_right(binary, topic, options, problems, [right_answers(case) for case in cases])
    print(f'{topic:10}{count} keys, {marked} right answers')
    for slip, (answers, named, first) in sorted(mark_slips(binary, topic, options, cases).items()):
        print(f'  {slip:26}{answers:8} slips, {100 * named / answers:6.2f} % named, {100 * first / answers:6.2f} % first')
        if F(named, answers) < LEAST:
            failures.append(f'{topic}: {slip} is named in {named} of {answers}')


def main():
    global VERBOSE
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('binary')
    parser.add_argument('--count', type=int, default=10000)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--topic', choices=TOPICS)
    parser.add_argument('--verbose', action='store_true')
    options = parser.parse_args()
    VERBOSE = options.verbose
    for topic in [options.topic] if options.topic else TOPICS:
        run_topic(options.binary, topic, options.count, options.seed)
    print('\n'.join(failures[:20]))
    print(f'{len(failures)} failures')
    return 1 if failures else 0


if __name__ == '__main__':
    sys.exit(main())
