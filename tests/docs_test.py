#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds the help and the manual together: docs_test.py --binary FILE

What the help names stands in man/ketadose.1: verbs, options, exit codes, and the environment
variables that the program reads. Every code that `explain codes` lists stands there too. The help is
ASCII in 80 columns, and its examples are run by a transcript. README.md quotes files as they are.
"""
import argparse
import pathlib
import re
import subprocess
import sys

import transcripts

ROOT = pathlib.Path(__file__).resolve().parent.parent
MANUAL = (ROOT / 'man/ketadose.1').read_text(encoding='utf-8')
failures = []


def expect(holds, what):
    if not holds:
        failures.append(what)


def in_manual(kind, names, macro):
    """Each name stands in the manual behind its mdoc macro, as `.Fl -weight` or `.Cm check`."""
    expect(names, f'no {kind} was found')
    for name in names:
        expect(re.search(rf'^\.(\w+ .*)?{macro} {re.escape(name)}(\s|$)', MANUAL, re.M),
               f'man/ketadose.1 does not have the {kind} {name}')


def read(path):
    return (ROOT / path).read_text(encoding='utf-8').rstrip('\n')


def unwrapped(command):
    return re.sub(r'\s*\\\n\s*', ' ', command)


def run_by_transcripts():
    for path in transcripts.transcripts():
        for block in transcripts.blocks(path.read_text(encoding='utf-8')):
            yield unwrapped(transcripts.command(block)[0])


def check_help(binary):
    def said(*words):
        return subprocess.run([binary, *words], check=True, text=True, encoding='utf-8',
                              stdout=subprocess.PIPE).stdout

    top = said('--help')
    verbs = re.findall(r'^  ([a-z]+)  ', top.partition('\nVerbs:\n')[2].partition('\n\n')[0], re.M)
    in_manual('verb', verbs, 'Cm')
    options, codes, run = set(), set(), set(run_by_transcripts())
    for verb in ['', *verbs]:
        text = top if verb == '' else said(verb, '--help')
        for line in text.splitlines():
            expect(line.isascii() and len(line) <= 80, f'help of {verb or "ketadose"}: {line}')
        options.update(re.findall(r'^  --([a-z-]+)', text, re.M))
        codes.update(re.findall(r'^  (\d+) ', text.partition('\nExit codes:\n')[2], re.M))
        for example in re.findall(r'^  (ketadose (?:.*\\\n)*.*)', text, re.M):
            shown = unwrapped(example).partition(' > ')[0]
            expect(verb == 'completion' or shown in run, f'no transcript runs: {shown}')
    in_manual('option', sorted('-' + name for name in options), 'Fl')
    in_manual('exit code', sorted(codes), 'It')
    listed = re.findall(r'^([a-z][a-z0-9-]*)(?: |$)', said('explain', 'codes'), re.M)
    in_manual('code', listed, 'Cm')


def check_environment():
    names = set()
    for path in sorted((ROOT / 'src').rglob('*.cpp')):
        names.update(re.findall(r'getenv\("(\w+)"\)', path.read_text(encoding='utf-8')))
    in_manual('environment variable', sorted(names), 'It Ev')


def check_readme():
    text = read('README.md')
    for name, body in re.findall(r'^```text\n\$ cat (\S+)\n(.*?)\n```$', text, re.M | re.S):
        expect(body == read('examples/' + name), f'README.md shows another {name}')
    for body in re.findall(r'^```cpp\n(.*?)\n```$', text, re.M | re.S):
        expect(body in read('examples/embed/main.cpp'), 'README.md shows another embed/main.cpp')
    for path in re.findall(r'`((?:examples|tests|include)/[\w./-]*)`', text):
        expect((ROOT / path).exists(), f'README.md names {path}, which is not there')


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--binary', metavar='FILE', required=True)
    check_help(parser.parse_args().binary)
    check_environment()
    check_readme()
    print('\n'.join(failures) or 'help, manual and README agree')
    return 1 if failures else 0


if __name__ == '__main__':
    sys.exit(main())
