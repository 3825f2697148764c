#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds the help and the manual together: docs_test.py --binary FILE

What the help names stands in man/ketadose.1: verbs, options, exit codes, and the environment
variables that the program reads. Every code that `explain codes` lists stands there too. Every key
of a protocol file stands in man/ketadose-protocol.5, and no other does. The help is ASCII in 80
columns, and its examples are run by a transcript. README.md quotes files as they are.
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
            shown = unwrapped(transcripts.command(block)[0])
            yield from (shown, shown.partition(' | ')[0])


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


def check_protocol_keys(binary):
    """The keys of a file that says everything, and those that the loader and the writers walk over."""
    page = read('man/ketadose-protocol.5')
    toml = subprocess.run([binary, 'protocol', 'show', '--format', 'toml'], check=True, text=True,
                          encoding='utf-8', stdout=subprocess.PIPE).stdout
    toml = re.sub('"[^"]*"', '""', toml.partition('\n[sources]\n')[0])
    walked = re.findall(r'visit\("(\w+)"', read('src/files/protocol_keys.hpp'))
    shown = re.findall(r'^(\w+) = ', toml, re.M)
    inline = set(re.findall(r'[{,] (\w+) = ', toml))
    tables = re.findall(r'^\[+(\w+)', toml, re.M) + ['sources']
    expect(walked and shown and inline, 'no key of a protocol file was found')
    explained = re.findall(r'^\.It Ic (\w+)', page, re.M)
    keys = {*walked, *shown, 'extends', 'approved_by', 'approved_on'}
    for key in sorted(keys.symmetric_difference(explained)):
        expect(False, f'man/ketadose-protocol.5 or the files of protocols do not know the key {key}')
    for key in sorted(inline - keys):
        expect(re.search(rf'\b{key}\b', page), f'man/ketadose-protocol.5 does not name {key}')
    shown_files = [quote for quote in transcripts.man_quotes(page) if 'extends = ' in quote]
    expect(shown_files, 'man/ketadose-protocol.5 shows no file')
    for text in shown_files:
        ran = subprocess.run([binary, 'protocol', 'lint', '/dev/stdin'], input=text, text=True,
                             encoding='utf-8', stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        expect(ran.returncode == 0, f'man/ketadose-protocol.5 shows a wrong file: {ran.stderr}')
    for table in sorted(set(tables)):
        expect(re.search(rf'^\.Ss .*\[{table}[].]', page, re.M),
               f'man/ketadose-protocol.5 has no section for [{table}]')


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
    binary = parser.parse_args().binary
    check_help(binary)
    check_protocol_keys(binary)
    check_environment()
    check_readme()
    print('\n'.join(failures) or 'help, manual and README agree')
    return 1 if failures else 0


if __name__ == '__main__':
    sys.exit(main())
