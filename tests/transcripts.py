#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs what the documentation shows.

  transcripts.py --binary FILE [--update]    run every transcript and compare it whole
  transcripts.py --check-quotes FILE...      what README and man page show stands in a transcript

A transcript is a file examples/**/*.txt whose first line begins with "$ ketadose". It holds blocks:

  $ COMMAND         run by sh in the transcript's folder; a line that ends in \\ goes on in the next
  its output        both streams as they come, whole
  [exit N]          when the exit code is not 0

with one blank line between blocks. The program that was built comes first in PATH; COLUMNS is unset
and TERM is dumb. --update writes what came out into the files: read the difference before keeping it.
The sessions of conversation.txt need a terminal: conversation.py plays them, and they may be quoted.
"""
import argparse
import difflib
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SECONDS = 120
AT_A_TERMINAL = 'conversation.txt'  # its sessions are typed: tests/conversation.py plays them


def transcripts():
    for path in sorted((ROOT / 'examples').rglob('*.txt')):
        if path.name == AT_A_TERMINAL:
            continue
        with path.open(encoding='utf-8') as file:
            if file.readline().startswith('$ ketadose'):
                yield path


def blocks(text):
    """The lines of each block: its command first, no blank separator at its end."""
    block = []
    for line in text.splitlines():
        if line.startswith('$ ') and block:
            yield unseparated(block)
            block = []
        block.append(line)
    if block:
        yield unseparated(block)


def unseparated(block):
    return block[:-1] if block[-1] == '' else block


def command(block):
    """The lines of the command, and how many they are."""
    count = 1
    while block[count - 1].endswith('\\') and count < len(block):
        count += 1
    return '\n'.join(block[:count])[len('$ '):], count


def environment(binary):
    dropped = ('COLUMNS', 'LINES', 'NO_COLOR', 'LANG', 'LANGUAGE', 'KETADOSE_PROTOCOL')
    env = {name: value for name, value in os.environ.items()
           if name not in dropped and not name.startswith('LC_')}
    env['PATH'] = f'{pathlib.Path(binary).resolve().parent}:{env.get("PATH", "/usr/bin:/bin")}'
    env['TERM'] = 'dumb'
    return env


def answer(line, folder, env):
    """What the command line prints, as the lines of a transcript."""
    ran = subprocess.run(['sh', '-c', line], cwd=folder, env=env, stdin=subprocess.DEVNULL,
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=SECONDS)
    text = ran.stdout.decode('utf-8', 'backslashreplace')
    lines = text.split('\n')
    if lines.pop() != '':
        lines = text.split('\n') + ['[no newline at the end]']
    code = ran.returncode if ran.returncode >= 0 else 128 - ran.returncode
    return lines + ([f'[exit {code}]'] if code else [])


def run_all(binary, update):
    env = environment(binary)
    runs = failures = 0
    for path in transcripts():
        expected = path.read_text(encoding='utf-8')
        actual = []
        for block in blocks(expected):
            line, count = command(block)
            actual.append('\n'.join(block[:count] + answer(line, path.parent, env)))
            runs += 1
        actual = '\n\n'.join(actual) + '\n'
        if actual == expected:
            continue
        failures += 1
        name = path.relative_to(ROOT)
        if update:
            path.write_text(actual, encoding='utf-8')
            print(f'{name}: updated')
        else:
            sys.stdout.writelines(difflib.unified_diff(
                expected.splitlines(True), actual.splitlines(True),
                f'{name} (as written)', f'{name} (as run)'))
    print(f'{runs} commands run, {failures} transcripts differ')
    return 0 if runs and (update or not failures) else 1


def markdown_quotes(text):
    """The fenced blocks; a fence may be indented, and its indentation is not part of the block."""
    for indent, _, body in re.findall(r'^( *)(```+)[^\n]*\n(.*?)^ *\2 *$', text, re.S | re.M):
        yield re.sub(f'^{indent}', '', body, flags=re.M)


def man_quotes(text):
    """The literal displays of an mdoc page, as a reader sees them."""
    for body in re.findall(r'^\.Bd -literal[^\n]*\n(.*?)^\.Ed', text, re.S | re.M):
        yield body.replace('\\-', '-').replace('\\(dq', '"').replace('\\&', '').replace('\\e', '\\')


def check_quotes(names):
    shown = [path.read_text(encoding='utf-8')
             for path in [*transcripts(), ROOT / 'examples' / AT_A_TERMINAL]]
    quotes = failures = 0
    for name in names:
        text = (ROOT / name).read_text(encoding='utf-8')
        for quote in (markdown_quotes if name.endswith('.md') else man_quotes)(text):
            if not quote.startswith('$ ketadose'):
                continue
            for block in map('\n'.join, blocks(quote)):
                quotes += 1
                if not any(f'\n{block}\n' in f'\n{text}' for text in shown):
                    failures += 1
                    print(f'{name} shows what no transcript in examples/ says:\n{block}\n')
    print(f'{quotes} quotes, {failures} without a transcript')
    return 0 if quotes and not failures else 1


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--binary', metavar='FILE')
    parser.add_argument('--update', action='store_true')
    parser.add_argument('--check-quotes', nargs='+', metavar='FILE')
    options = parser.parse_args()
    if options.check_quotes:
        return check_quotes(options.check_quotes)
    if options.binary:
        return run_all(options.binary, options.update)
    parser.error('say --binary or --check-quotes')


if __name__ == '__main__':
    sys.exit(main())
