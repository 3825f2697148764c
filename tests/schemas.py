#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Validates the program's JSON against the schemas it promises: schemas.py BINARY

Every file in examples/schema is a JSON Schema whose property "schema" is a constant such as
"ketadose/check/1". Every JSON object that the transcripts show, and every answer to the orders made
here, names one of them and is held to it; a schema that nothing was held to is a failure.
"""
import collections
import csv
import io
import itertools
import json
import subprocess
import sys

import jsonschema

import transcripts

WEIGHTS = '82.5kg', '181.9lb', '45kg', '15kg', '70,5kg', ''
COURSES = [
    {'route': 'iv', 'over': '40min', 'vial': '50mg/mL', 'bag': '100mL'},
    {'route': 'iv', 'over': '45min', 'vial': '500mg/10mL', 'fill': '50mL', 'draw': '4.1mL'},
    {'route': 'iv', 'over': '60min', 'concentration': '1mg/mL', 'drip_set': '20gtt/mL'},
    {'route': 'iv', 'over': '1h'},
    {'route': 'im', 'vial': '50mg/mL', 'site': 'deltoid', 'bp': '135/85', 'age': '70'},
    {'route': 'im', 'vial': '100mg/mL', 'height': '178cm', 'sex': 'female', 'dosing_weight': 'ideal'},
    {'route': 'lozenge', 'lozenge': '100mg', 'has': 'none', 'takes': 'none'},
    {'route': 'oral'},
]
DOSES = '41mg', '0.5mg/kg', '500mg', '1mg', ''


def orders():
    for weight, course, session, dose in itertools.product(WEIGHTS, COURSES, '17', DOSES):
        order = {'weight': weight, 'session': session, 'dose': dose, **course}
        yield {name: value for name, value in order.items() if value}


def options(order):
    return [word for name, value in order.items() for word in (f'--{name.replace("_", "-")}', value)]


def answers(binary):
    """The JSON lines of `batch` for all orders, and of `check` and `table` for some of them."""
    made = list(orders())
    table = io.StringIO()
    writer = csv.DictWriter(table, sorted({name for order in made for name in order}))
    writer.writeheader()
    writer.writerows(made)
    yield from output(binary, ['batch', '--input', 'csv', '--format', 'json'], table.getvalue())
    for order in made[::7]:
        yield from output(binary, ['check', '--format', 'json', *options(order)])
        order.pop('dose', None)
        yield from output(binary, ['table', '--format', 'json', *options(order)])


def protocols(binary):
    """The rules in force, each example protocol, and how it differs."""
    yield from output(binary, ['protocol', 'show', '--format', 'json'])
    for path in sorted((transcripts.ROOT / 'examples/protocols').glob('*.toml')):
        for task in 'show', 'diff':
            yield from output(binary, ['protocol', task, str(path), '--format', 'json'])


def quizzes(binary):
    """Problems of every topic, bare, with their keys, and marked: right, wrong, skipped, unread."""
    options = ['quiz', '--format', 'json', '--seed', '1', '--count', '90']
    yield from output(binary, options)
    keys = output(binary, [*options, '--key'])
    yield from keys
    for factor, unit in ((1, None), (10, None), (1, 'mg'), (1, '')):
        lines = [answer(json.loads(key), factor, unit) for key in keys[:80]]
        lines[::9] = ['skip'] * len(lines[::9])
        yield from output(binary, [*options, '--answers', '-'], '\n'.join(lines) + '\n')


def answer(key, factor, unit):
    if 'verdict' in key['expected']:
        return key['expected']['verdict']
    unit = key['unit'] if unit is None else unit
    return f'{key["expected"]["value"] * factor:.6g}{unit if unit != "lozenge" else ""}'


def output(binary, args, text=''):
    ran = subprocess.run([binary, *args], input=text, stdout=subprocess.PIPE, encoding='utf-8')
    return ran.stdout.splitlines()


def shown():
    for path in transcripts.transcripts():
        yield from path.read_text(encoding='utf-8').splitlines()


def validators():
    for path in sorted((transcripts.ROOT / 'examples/schema').glob('*.json')):
        schema = json.loads(path.read_text(encoding='utf-8'))
        kind = jsonschema.validators.validator_for(schema, default=jsonschema.Draft202012Validator)
        kind.check_schema(schema)
        yield schema['properties']['schema']['const'], kind(schema)


def main(binary):
    known = dict(validators())
    held = collections.Counter()
    faults = 0
    shown_objects = (line for line in shown() if line.startswith('{"schema":'))
    for line in itertools.chain(shown_objects, answers(binary), protocols(binary), quizzes(binary)):
        name = ''
        try:
            answer = json.loads(line)
            name = answer['schema']
            known[name].validate(answer)
            held[name] += 1
        except (ValueError, TypeError, KeyError, jsonschema.ValidationError) as error:
            faults += 1
            print(f'{name or "not an answer"}: {str(error).splitlines()[0]}\n  {line}')
    for name in known:
        print(f'{name}: {held[name]} objects hold')
    return 0 if known and not faults and all(held[name] for name in known) else 1


if __name__ == '__main__':
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
