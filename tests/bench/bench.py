#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs `ketadose batch` and what scripts would use instead on the same orders, in turn, and prints medians.

  bench.py BINARY FOLDER ROWS ROUNDS     FOLDER holds `orders`, the generator that was built

Before anything is timed, the answers of every contestant to the first SAMPLE orders are compared with the oracle:
those of ketadose cell by cell, those of the others by what they share with it.
"""
import csv
import datetime
import json
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / 'oracle'))
import oracle  # noqa: E402

SAMPLE = 2000
COLUMNS = ['dosing_weight_kg', 'target_mg', 'draw_ml', 'vtbi_ml', 'rate_ml_per_h', 'verdict']
SETTLE = 0.15  # the others round with doubles, and to tenths and hundredths


class Contestant:
    def __init__(self, name, command, form='csv', exact=False, writes_output=False, stored=True):
        self.name, self.command, self.form, self.exact = name, command, form, exact
        self.writes_output = writes_output  # else the answer comes on standard output
        self.stored = stored  # else it goes to /dev/null when it is timed
        self.seconds, self.peak = [], 0

    def start(self, orders, output, stored):
        words = [w.replace('$INPUT', str(orders)).replace('$OUTPUT', str(output)) for w in self.command]
        with open(output if stored and not self.writes_output else os.devnull, 'wb') as out:
            return subprocess.Popen(words, stdout=out, stdin=subprocess.DEVNULL)

    def run(self, orders, output, stored=True):
        """Wall seconds. What the contestant before wrote is gone before they count."""
        pathlib.Path(output).unlink(missing_ok=True)
        start = time.perf_counter()
        code = self.start(orders, output, stored).wait()
        if code not in (0, 1, 3):
            sys.exit(f'{self.name} ended with {code}')
        return time.perf_counter() - start

    def measure(self, orders, output):
        """Keeps the most memory that a run of its own took, in MiB; not timed."""
        child = self.start(orders, output, self.stored)
        while child.poll() is None:
            try:
                status = pathlib.Path(f'/proc/{child.pid}/status').read_text()
            except OSError:
                break
            seen = [line.split()[1] for line in status.splitlines() if line.startswith('VmHWM')]
            command = pathlib.Path(f'/proc/{child.pid}/cmdline')
            if seen and not command.read_bytes().startswith(sys.executable.encode()):
                self.peak = max(self.peak, int(seen[0]) / 1024)
            time.sleep(0.01)
        child.wait()


def duckdb(folder):
    """How a query is run here, given the threads; nothing when DuckDB is not installed."""
    for base in (folder, os.environ.get('KETADOSE_BENCH_NODE', folder), os.getcwd()):
        if shutil.which('node') and (pathlib.Path(base) / 'node_modules/@duckdb/node-api').is_dir():
            return lambda threads: ['node', str(HERE / 'duckdb.mjs'), str(base), str(HERE / 'peer.sql'), str(threads),
                                    '$INPUT', '$OUTPUT']
    return None


def contestants(binary, folder):
    cores = str(os.cpu_count())
    mine = [binary, 'batch', '--quiet']
    chosen = mine + ['--columns', 'id,' + ','.join(COLUMNS), '$INPUT']
    all_of_them = [
        Contestant('ketadose, seven columns', chosen, exact=True),
        Contestant(f'ketadose, seven columns, --jobs {cores}', chosen + ['--jobs', cores], exact=True),
        Contestant('ketadose, all columns', mine + ['$INPUT'], exact=True),
        Contestant('cat, the answers with all columns', ['cat', '$INPUT'], 'answers'),
        Contestant('ketadose, seven columns, to /dev/null', chosen, exact=True, stored=False),
        Contestant('ketadose, all columns, to /dev/null', mine + ['$INPUT'], exact=True, stored=False),
        Contestant('ketadose, JSON Lines', mine + ['$INPUT'], 'jsonl', exact=True),
        Contestant('cat, the orders', ['cat', '$INPUT'], 'copy'),
    ]
    if query := duckdb(folder):
        all_of_them += [Contestant(f'DuckDB, {cores} threads', query(cores), writes_output=True),
                        Contestant('DuckDB, 1 thread', query(1), writes_output=True)]
    for name, command, form in [
            ('mawk', ['mawk', '-f', str(HERE / 'peer.awk'), '$INPUT'], 'csv'),
            ('Node', ['node', str(HERE / 'peer.mjs'), 'csv', '$INPUT'], 'csv'),
            ('Miller', ['mlr', '--csv', 'put', '-f', str(HERE / 'peer.mlr'), '$INPUT'], 'csv'),
            ('Node, JSON Lines', ['node', str(HERE / 'peer.mjs'), 'jsonl', '$INPUT'], 'jsonl'),
            ('jq, JSON Lines', ['jq', '-c', '-f', str(HERE / 'peer.jq'), '$INPUT'], 'jsonl')]:
        if shutil.which(command[0]):
            all_of_them.append(Contestant(name, command, form))
        else:
            print(f'not installed: {name}')
    return all_of_them


# ---------------------------------------------------------------- the sample


def expected(orders):
    """The oracle's answers, as dictionaries of texts."""
    with open(orders, newline='') as file:
        for texts in csv.DictReader(file):
            yield {'id': texts['id']} | dict(zip(oracle.COLUMNS, oracle.row(oracle.judge(texts))))


def flat(answer):
    """A line of ketadose's JSON as the columns of its CSV."""
    if 'schema' not in answer:
        return {k: '' if v is None else str(v) for k, v in answer.items()}
    parts = {**answer.get('prepare', {}), **answer.get('infuse', {}), **answer.get('inject', {})}
    shown = {c: parts.get(c, '') for c in COLUMNS} | {'dosing_weight_kg': answer['dosing_weight_kg'],
                                                      'target_mg': answer['target']['mg'],
                                                      'verdict': answer['verdict'], 'id': answer['input']['id']}
    return shown


def answers(contestant, output):
    with open(output, newline='') as file:
        if contestant.form == 'csv':
            yield from csv.DictReader(file)
        else:
            yield from (flat(json.loads(line, parse_float=str, parse_int=str)) for line in file)


def near(a, b):
    return a == b or ('' not in (a, b) and abs(float(a) - float(b)) <= SETTLE)


def agrees(contestant, want, got):
    if contestant.exact:
        return all(want[c] == got[c] for c in ['id'] + COLUMNS)
    if want['id'] != got['id'] or not near(want['dosing_weight_kg'], got['dosing_weight_kg']):
        return False
    volume = want['draw_ml'] or want['vtbi_ml']
    return near(want['target_mg'], got['target_mg']) and (volume == '' or near(volume, got['volume_ml']))


def check(contestant, orders, sample, output):
    if contestant.form in ('copy', 'answers'):
        return
    contestant.run(orders[contestant.form], output)
    got = list(answers(contestant, output))
    wrong = [(w, g) for w, g in zip(sample, got) if not agrees(contestant, w, g)]
    if len(got) != len(sample) or wrong:
        print(f'{contestant.name}: {len(got)} rows of {len(sample)}, {len(wrong)} differ from the oracle')
        for want, other in wrong[:3]:
            print(f'  oracle {want}\n  answer {other}')
        sys.exit(1)


# ---------------------------------------------------------------- the race


def machine():
    model = platform.processor() or platform.machine()
    try:
        lines = pathlib.Path('/proc/cpuinfo').read_text().splitlines()
        model = next(line.split(':')[1].strip() for line in lines if line.startswith('model name'))
    except (OSError, StopIteration):
        pass
    return f'{os.cpu_count()} cores, {model}, {platform.system()} {platform.machine()}'


def orders_of(folder, rows):
    made = {}
    for form in ('csv', 'jsonl'):
        made[form] = folder / f'orders-{rows}.{form}'
        with open(made[form], 'wb') as out:
            subprocess.run([folder / 'orders', str(rows), form], stdout=out, check=True)
    return made | {'copy': made['csv']}


def table(all_of_them, rows):
    first = statistics.median(all_of_them[0].seconds)
    print(f'\n{datetime.date.today()}; {machine()}; {rows:,} orders, medians of {len(all_of_them[0].seconds)} rounds\n')
    print('| contestant | seconds | ns per order | times the first | peak MiB |\n|---|---:|---:|---:|---:|')
    for c in all_of_them:
        median = statistics.median(c.seconds)
        print(f'| {c.name} | {median:.3f} | {median / rows * 1e9:,.0f} | {median / first:.2f} | {c.peak:.1f} |')


def main():
    binary, folder, rows, rounds = sys.argv[1], pathlib.Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    output = folder / 'answer'
    all_of_them = contestants(binary, folder)
    few = orders_of(folder, SAMPLE)
    sample = list(expected(few['csv']))
    for contestant in all_of_them:
        check(contestant, few, sample, output)
    print(f'{SAMPLE} orders agree with the oracle, for each of {len(all_of_them)} contestants')
    orders = orders_of(folder, rows)
    orders['answers'] = folder / 'answers'
    with open(orders['answers'], 'wb') as out:
        subprocess.run([binary, 'batch', '--quiet', orders['csv']], stdout=out)
    for turn in range(rounds):
        for contestant in all_of_them:
            contestant.seconds.append(contestant.run(orders[contestant.form], output, contestant.stored))
        print(f'round {turn + 1} of {rounds} done', file=sys.stderr)
    for contestant in all_of_them:
        contestant.measure(orders[contestant.form], output)
    table(all_of_them, rows)


if __name__ == '__main__':
    main()
