#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Talks with the program through a pseudo-terminal: conversation.py --binary FILE [--update]

Types answers, looks at the screen as a person would see it, and at what reaches standard output.
examples/conversation.txt holds whole sessions, which are played again: what stands there behind a
prompt is typed. --update writes what came out: read the difference before keeping it. Exits with
77 where there are no pseudo-terminals.
"""
import argparse
import difflib
import fcntl
import json
import os
import pathlib
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time

import transcripts

ROOT = pathlib.Path(__file__).resolve().parent.parent
SESSIONS = ROOT / 'examples' / transcripts.AT_A_TERMINAL
SKIPPED = 77
SECONDS = 60  # a program that hangs must not hang the tests; nothing is measured
PROMPT = re.compile(r'(?:^|\n)([a-z][a-z-]*): $')
WEIGHT, ROUTE, SESSION = ['--weight', '82.5kg'], ['--route', 'iv'], ['--session', '3']
binary = ''
failures = []


def expect(holds, what, shown=''):
    if not holds:
        failures.append(f'{what}\n{shown}')


def same(actual, expected, what):
    if actual != expected:
        lines = [text.splitlines(True) for text in (expected, actual)]
        failures.append(what + '\n' + ''.join(difflib.unified_diff(*lines, 'expected', 'actual')))


class Terminal:
    """The program at a terminal of 80 columns. A stream can be a file instead: {0: path, ...}."""

    def __init__(self, *words, elsewhere=None, term='dumb', command=None, nonblocking=False):
        env = {**transcripts.environment(binary), 'TERM': term}
        self.screen = ''
        self.raw = b''
        self.pid, self.master = pty.fork()
        if self.pid == 0:
            for number, path in (elsewhere or {}).items():
                os.dup2(os.open(path, os.O_RDONLY if number == 0 else os.O_WRONLY), number)
            if nonblocking:
                os.set_blocking(0, False)
            argv = ['sh', '-c', command] if command else ['ketadose', *words]
            signal.signal(signal.SIGPIPE, signal.SIG_DFL)
            os.execve('/bin/sh' if command else binary, argv, env)
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack('HHHH', 24, 80, 0, 0))
        self.settings = termios.tcgetattr(self.master)
        self.deadline = time.monotonic() + SECONDS

    def look(self):
        """Whether there was more to see."""
        left = max(0, self.deadline - time.monotonic())
        if not select.select([self.master], [], [], left)[0]:
            os.kill(self.pid, signal.SIGKILL)
            raise TimeoutError(f'nothing happens any more:\n{self.screen}')
        try:
            block = os.read(self.master, 65536)
        except OSError:  # the program has gone
            return False
        self.raw += block
        self.screen = self.raw.decode('utf-8', 'backslashreplace').replace('\r\n', '\n')
        return block != b''

    def prompt(self):
        """The word before the cursor once it waits there, or nothing when the program has gone."""
        while not (found := PROMPT.search(self.screen)):
            if not self.look():
                return None
        return found.group(1)

    def question(self):
        """What stands above the prompt, from the last blank line on."""
        return self.screen.rpartition('\n\n')[2].rpartition('\n')[0]

    def press(self, keys):
        self.raw += b'\0'  # the cursor stands at no prompt until the program shows the next one
        self.screen += '\0'
        os.write(self.master, keys)

    def type(self, *answers):
        for answer in answers:
            expect(self.prompt() is not None, f'no question for {answer!r}', self.screen)
            self.press(answer.encode() + b'\n')
        return self

    def finish(self):
        while self.look():
            pass
        self.screen = self.screen.replace('\0', '')
        expect(termios.tcgetattr(self.master) == self.settings, 'the terminal is left changed')
        status = os.waitpid(self.pid, 0)[1]
        os.close(self.master)
        self.code = os.WEXITSTATUS(status) if os.WIFEXITED(status) else -os.WTERMSIG(status)
        return self

    def command(self):
        """The finished command line, as it stands on the screen."""
        shown = self.screen.partition('\nThe same in one command:\n')[2].partition('\n\n')[0]
        expect(shown != '', 'no finished command line', self.screen)
        return shown


class Output:
    """A file in the place of a stream."""

    def __enter__(self):
        self.file = tempfile.NamedTemporaryFile()
        return self

    def __exit__(self, *_):
        self.file.close()

    @property
    def path(self):
        return self.file.name

    def text(self):
        return pathlib.Path(self.path).read_text(encoding='utf-8')


def without_terminal(*words, command=None):
    ran = subprocess.run(['sh', '-c', command] if command else [binary, *words],
                         env=transcripts.environment(binary), stdin=subprocess.DEVNULL,
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=SECONDS)
    return ran.stdout.decode(), ran.stderr.decode(), ran.returncode


def repeats(words, answers, code=0):
    """A conversation with its answer in a file; the command it ends with gives the same bytes."""
    with Output() as out:
        session = Terminal(*words, elsewhere={1: out.path}).type(*answers).finish()
        same(str(session.code), str(code), f'{words} {answers}: exit code\n{session.screen}')
        stdout, stderr, again = without_terminal(command=session.command())
        same(stdout, out.text(), f'{words} {answers}: the answer of {session.command()}')
        same(stderr, '', f'{words} {answers}: {session.command()}')
        expect(again == code and stdout, f'{session.command()} exits with {again}')
        for line in session.screen.splitlines():
            expect(line.isascii() and len(line) <= 80, f'not 80 columns of ASCII: {line}')
    return session


def ordinary(words, session, what):
    """The screen of a session that was refused at once, as without a terminal."""
    stdout, stderr, code = without_terminal(*words)
    same(session.screen, stdout + stderr, what)
    expect(session.code == code == 2, f'{what}: exits with {session.code} and {code}')


# ---- Whole dialogues. 82.5 kg / 0.45359237 = 181.88 lb; 181.9 lb x 0.45359237 = 82.508 kg. ----

def test_table():
    session = repeats([], ['82.5kg', 'iv', '3'])
    expect('weight: 82.5kg\n  82.5 kg, that is 181.9 lb\n' in session.screen, 'weight read back',
           session.screen)
    same(session.command(), '  ketadose --weight 82.5kg --route iv --session 3', 'table')
    repeats(['table'], ['181.9lb', 'im', '4'])
    repeats(['--explain', '--lozenge', '100mg'], ['82.5 kg', 'lozenge', '12'])


def test_infusion():
    patient = ['181.9lb', 'iv', '3', '41mg', '40min']
    made = repeats(['check'], [*patient, '1', '1mg/mL'])
    expect('  181.9 lb, that is 82.5 kg to the nearest 0.1 kg\n' in made.screen, 'pounds read back',
           made.screen)
    bag = repeats(['check'], [*patient, '2', '500 mg/10 mL', '100mL'])
    expect('  500 mg/10 mL, that is 50 mg/mL\n' in bag.screen, 'vial read back', bag.screen)
    expect("--vial '500 mg/10 mL'" in bag.command(), 'quoted for the shell', bag.command())
    repeats(['check'], [*patient, '3', '50mg/mL', '50mL'])
    for left_out in (['', ''], ['1h', ''], ['40min', '2', ''], ['40min', '3', '50mg/mL', '']):
        repeats(['check'], [*patient[:4], *left_out], 0 if left_out[0] else 3)


def test_injection_and_lozenge():
    repeats(['check'], ['82.5kg', 'im', '7', '1mg/kg', '50mg/mL', 'deltoid'], 3)
    repeats(['check'], ['82.5kg', 'im', '7', '1mg/kg', '50mg/mL', ''])
    left_out = repeats(['check'], ['82.5kg', 'im', '3', '0.5mg/kg', ''])
    expect('site:' not in left_out.screen, 'a site without a volume', left_out.screen)
    repeats(['check'], ['82.5kg', 'lozenge', '5', '50mg', '100mg'])
    repeats(['check'], ['82.5kg', 'lozenge', '5', '410mg', ''], 1)


def test_given_options_stay():
    words = ['check', '--session', '3', '--dose=41mg', '--bag', '100mL', '--takes',
             'lorazepam, tramadol', '--format', 'json', '--color', 'never']
    session = repeats(words, ['82.5kg', 'iv', '50mg/mL', '40min'], 3)
    same(session.command(),
         '  ketadose check --weight 82.5kg --route iv --session 3 --dose 41mg \\\n'
         "    --over 40min --vial 50mg/mL --bag 100mL --takes 'lorazepam, tramadol' \\\n"
         '    --format json --color never', 'all that was typed')
    ideal = repeats(['--dosing-weight', 'ideal'], ['120kg', 'iv', '3', '140cm', '70in', 'male'])
    expect('--height 140cm\n' in ideal.screen and '  177.8 cm\n' in ideal.screen, 'height',
           ideal.screen)
    claim = repeats(['check', '--rate', '150mL/h', *WEIGHT, *ROUTE, *SESSION],
                    ['41mg', '40min', '2', '50mg/mL', '100mL'])
    expect('--rate 150mL/h' in claim.command(), 'the claim', claim.command())
    needed = ['--draw', '1mL', *WEIGHT, *SESSION]
    drawn = repeats(['check', *needed, '--route', 'im'], ['41mg', '', '50mg/mL', ''], 3)
    expect('leaves it out: then no volume' not in drawn.screen, 'a claim needs the vial', drawn.screen)
    mixed = repeats(['check', *needed, *ROUTE], ['41mg', '', '', '1', '50mg/mL', '100mL'], 3)
    expect('ready-made' not in mixed.screen and 'leaves it out: then no volume' not in mixed.screen,
           'a claim needs a set-up that is drawn', mixed.screen)


def test_only_what_is_missing():
    words = ['check', *WEIGHT, *ROUTE, *SESSION, '--dose', '41mg']
    session = Terminal(*words).finish()
    same(session.screen, without_terminal(*words)[0], 'a command that lacks nothing needed')
    session = repeats(['check', *ROUTE, *SESSION, '--dose', '41mg', '--over', '40min',
                       '--concentration', '1mg/mL'], ['82.5kg'])
    expect(session.screen.count('for example') == 1, 'one question', session.screen)


def test_set_ups_that_fit():
    session = Terminal('check', '--drip-set', '20gtt/mL', *WEIGHT, *ROUTE, *SESSION)
    session.type('41mg', '45min', '3', '2', '50mg/mL', '100mL').finish()
    expect("'3' is none of the numbers" in session.screen and 'into a syringe' not in
           session.screen and session.code == 0, 'no syringe with a drip set', session.screen)
    session = Terminal('check', '--vial', '50mg/mL', *WEIGHT, *ROUTE, *SESSION)
    session.type('41mg', '40min', '2', '50mL').finish()
    expect('ready-made' not in session.screen and session.code == 0, 'a vial is no ready-made bag',
           session.screen)


def routes():
    session = Terminal()
    session.type('82.5kg')
    session.prompt()
    names = re.search(r'\((.*)\)', session.question()).group(1)
    session.press(b'\x03')
    session.finish()
    return re.split(', | or ', names)


def walk(route, set_up, last):
    """Answers each question with its own first or last example."""
    session, seen = Terminal('check'), set()
    while prompt := session.prompt():
        question = session.question()
        shown = re.search(r'for example (.+?)(?: Enter leaves |$)', question.replace('\n', ' '))
        if prompt == 'preparation':
            answer = set_up
        else:
            expect(shown, f'no example for {prompt}', session.screen)
            answer = shown.group(1).split(' or ')[-1 if last else 0]
            answer = route if prompt == 'route' else answer
        seen.add(prompt)
        session.type(answer)
    session.finish()
    expect('ketadose: ' not in session.screen and session.code in (0, 1, 3),
           f'an example is refused: {route} {set_up}', session.screen)
    return seen


def test_examples_are_accepted():
    seen = set()
    for route in routes():
        for set_up in '123':
            for last in (False, True):
                seen |= walk(route, set_up, last)
    same(' '.join(sorted(seen)), 'bag concentration dose fill lozenge over preparation route '
         'session site vial weight', 'the questions')
    session = Terminal('check', '--site', 'deltoid').type('82.5kg')
    session.prompt()
    expect('for example im' in session.question(), 'an example that fits', session.screen)
    session.press(b'\x03')
    session.finish()


def test_nothing_is_filled_in():
    session = Terminal('check').type('', '82.5kg', '', 'im', '', '3', '', '41mg', '', ).finish()
    for needed in ("--weight: the value is empty", "--route: '' is not a route",
                   '--session: the value is empty', '--dose: the value is empty'):
        expect(needed in session.screen, f'Enter alone: {needed}', session.screen)
    expect('--vial' not in session.command(), 'a vial is never assumed', session.command())


RULES = """name = "harbour"
version = "1"
extends = "published 2026.1"
[routes]
lozenge = "none"
[sites]
deltoid = "none"
[[syringes]]
capacity = "3mL"
mark = "0.01mL"
source = "judgement"
[[syringes]]
capacity = "30mL"
mark = "1mL"
source = "judgement"
"""


def test_the_protocol_in_force():
    """Its routes, sites and syringes; its file's name is written so that a shell can read it."""
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        pathlib.Path("-the clinic's.toml").write_text(RULES, encoding='utf-8')
        rules = ["--protocol=-the clinic's.toml"]
        infusion = repeats([*rules, 'check'], ['82.5kg', 'iv', '3', '41mg', '40min', '3', '50mg/mL',
                                               '50mL', '30mL'])
        expect('Route (iv or im), for example iv\n' in infusion.screen, 'routes', infusion.screen)
        expect('made up to, in mL\n' in infusion.screen and 'write at most 30mL' in
               infusion.screen, 'no example that would be refused', infusion.screen)
        injection = repeats(['check', *rules, *WEIGHT], ['im', '7', '1mg/kg', '50mg/mL',
                                                         'ventrogluteal'])
        expect('Site (ventrogluteal or vastus-lateralis)' in injection.screen, 'sites',
               injection.screen)
        expect("--protocol='-the clinic'\\''s.toml'" in injection.command(), 'the file',
               injection.command())
        os.rename("-the clinic's.toml", 'clinic.toml')
        named = Terminal(command='KETADOSE_PROTOCOL=clinic.toml ketadose check --weight 82.5kg')
        named.type('im', '7', '1mg/kg', '50mg/mL', 'ventrogluteal').finish()
        expect('--protocol clinic.toml' in named.command(), 'the file that the environment names',
               named.command())
        os.chdir(ROOT)


# ---- Answers that cannot be used ----

def test_refused_and_asked_again():
    for wrong in ('70,5kg', '70', '70g', '.5kg', '82.5kg ', ' 82.5kg', '-5kg', '0kg', 'x'):
        session = Terminal(*ROUTE, *SESSION).type(wrong, '82.5kg').finish()
        refusal = without_terminal(f'--weight={wrong}', *ROUTE, *SESSION)[1]
        expect(f'weight: {wrong}\n{refusal}weight: 82.5kg\n  82.5 kg' in session.screen,
               f'{wrong!r} refused as on the command line', f'{refusal}\n{session.screen}')
        expect(session.code == 0, f'{wrong}: exits with {session.code}')


def test_answers_against_what_was_given():
    session = Terminal('check', '--bag', '100mL', *WEIGHT).type('im', 'iv', '1000', '3')
    session.prompt()
    expect('--bag does not apply to the route im\n' in session.screen, 'route', session.screen)
    expect("'1000' is not a session of a course\n" in session.screen, 'session', session.screen)
    session.press(b'\x03')
    session.finish()
    session = Terminal('check', *WEIGHT, *ROUTE, *SESSION)
    session.type('41mg', '40min', '3', '50mg/mL', '50.05mL', '61mL', '33.5mL', '50mL').finish()
    for why in ("'50.05mL' is too fine", "'61mL' is not on a mark", "'33.5mL' is not on a mark"):
        expect(why in session.screen, why, session.screen)
    expect(session.code == 0, 'a fill that fits', session.screen)


def test_wrong_options_start_no_conversation():
    for words in (['--dose', '41mg', *WEIGHT, *ROUTE, *SESSION], ['--wieght', '80kg'],
                  ['check', '--weight', '70,5kg', *ROUTE, *SESSION, '--dose', '41mg'],
                  ['--weight'], ['batch', '--no-input']):
        ordinary(words, Terminal(*words).finish(), f'{words} at a terminal')
    for words, said in ((['--weight', '70,5kg'], "--weight: '70,5kg' is not a plain number"),
                        (['--route', 'im', '--bag', '100mL'], '--bag does not apply'),
                        (['check', '--route', 'iv', '--bag', '100.05mL'], "--bag: '100.05mL' is too fine"),
                        (['--session', '1000', *ROUTE], "--session: '1000' is not a session"),
                        (['--dose', '41mg'], '--dose is for check, not for table'),
                        (['check', *ROUTE, '--rate', '150'], "--rate: '150' has no unit")):
        session = Terminal(*words).finish()
        expect(session.screen.startswith('ketadose: ' + said) and session.code == 2,
               f'{words} is refused at once', session.screen)
    session = Terminal('--vial', '50mg/mL', '--concentration', '1mg/mL').type('82.5kg', 'iv')
    session.finish()
    expect('ketadose: --concentration contradicts --vial\n' in session.screen and session.code == 2,
           'no answer mends it', session.screen)


def test_odd_bytes():
    for keys, shown in ((b'82.5kg\0', '\\x00'), (b'\x1b[D', '\\x1B[D'), (b'82.5kg\xff', '\\xFF'),
                        ('\uff18kg'.encode(), '\\xEF\\xBC\\x98kg'), (b'8\t2kg', '8\\x092kg'),
                        (b'8' * 300 + b'kg', 'more than 256 characters'),
                        (b'8' * 6000 + b'kg', 'more than 256 characters')):
        session = Terminal(*ROUTE, *SESSION)
        session.prompt()
        session.press(keys + b'\n')
        session.type('82.5kg').finish()
        said = session.screen.partition('ketadose: ')[2]
        expect(shown in said and session.code == 0, f'{keys[:20]!r} refused and asked again',
               session.screen)


# ---- Keys and streams ----

def test_line_editing():
    for keys in (b'82.5lb\x7f\x7fkg\n', b'181.9lb\x1582.5kg\n', b'82.5kg\x04\n'):
        session = Terminal(*ROUTE, *SESSION)
        session.prompt()
        session.press(keys)
        session.finish()
        expect('  82.5 kg, that is 181.9 lb\n' in session.screen and session.code == 0,
               f'{keys} is edited', session.screen)
    for canonical in (termios.ICANON, 0):  # a terminal hands over a line, or all there is
        session = Terminal()
        session.settings[3] = session.settings[3] & ~termios.ICANON | canonical
        termios.tcsetattr(session.master, termios.TCSANOW, session.settings)
        session.settings = termios.tcgetattr(session.master)
        session.prompt()
        session.press(b'82.5kg\niv\n3\n')
        session.finish()
        expect('--weight 82.5kg --route iv --session 3' in session.screen, 'typed ahead',
               session.screen)


def test_interrupt():
    for answers in ([], ['82.5kg'], ['82.5kg', 'iv', '3', '41mg', '40min', '2']):
        with Output() as out:
            session = Terminal('check', elsewhere={1: out.path}).type(*answers)
            session.prompt()
            session.press(b'4\x03')
            session.finish()
            expect(session.code == -signal.SIGINT and out.text() == '', 'Ctrl-C', session.screen)
    session = Terminal(command='trap : INT; ketadose check; echo "[$?]"')
    session.prompt()
    session.press(b'\x03')
    session.finish()
    expect(session.screen.endswith('[130]\n'), 'status 130', session.screen)


def test_end_of_input():
    for answers, missing in (([], '--weight is missing\n  say it, for example --weight 82.5kg'),
                             (['82.5kg'], '--route is missing\n  say it: --route iv, im or loz'),
                             (['82.5kg', 'iv', '3'], '--dose is missing')):
        for keys in (b'\x04', b'82.5kg\x04\x04'):  # within a line it is no answer
            session = Terminal('check').type(*answers)
            session.prompt()
            session.press(keys)
            session.finish()
            expect(f'\nketadose: {missing}' in session.screen and session.code == 2, 'Ctrl-D',
                   session.screen)
    session = Terminal('check').type('82.5kg', 'iv', '3', '41mg')
    session.prompt()
    session.press(b'\x04')
    session.finish()
    expect(session.code == 3 and 'preparation: ' not in session.screen and
           session.command().endswith('--dose 41mg'), 'the rest is left out', session.screen)
    with Output() as out:
        session = Terminal('--format', 'json', elsewhere={1: out.path})
        session.prompt()
        session.press(b'\x04')
        session.finish()
        expect(json.loads(out.text())['code'] == 'required-missing' and session.code == 2,
               'the refusal in JSON', out.text())


def test_no_input():
    for words in (['--no-input'], ['check', '--no-input'], ['table', *WEIGHT, '--no-input'],
                  ['check', '--no-input', '--format', 'json']):
        ordinary(words, Terminal(*words).finish(), f'{words} never asks')
    words = [*WEIGHT, *ROUTE, *SESSION, '--no-input']
    same(Terminal(*words).finish().screen, without_terminal(*words)[0], 'nothing to ask')


def test_streams_elsewhere():
    for words in ([], ['check'], ['--weight', '82.5kg']):
        refusal = without_terminal(*words)[1]
        session = Terminal(*words, elsewhere={0: '/dev/null'}).finish()
        same(session.screen, refusal, f'{words}: standard input is no terminal')
        with Output() as err:
            session = Terminal(*words, elsewhere={2: err.path}).finish()
            same(err.text(), refusal, f'{words}: standard error is no terminal')
            same(session.screen, '', f'{words}: nothing at the terminal')
            expect(session.code == 2, f'{words}: exits with {session.code}')
    with Output() as out:
        session = Terminal('check', *WEIGHT, *ROUTE, *SESSION, '--over', '40min',
                           '--concentration', '1mg/mL', elsewhere={1: out.path}).type('41mg')
        session.finish()
        expect(out.text().startswith('OK     ketamine IV 41 mg over 40 min') and
               'OK  ' not in session.screen and 'dose: 41mg\n' in session.screen,
               'only the answer goes to standard output', session.screen + out.text())


def test_the_terminal_does_not_matter():
    screens = {Terminal(term=term).type('82.5kg', 'iv', '3').finish().screen
               for term in ('dumb', 'xterm-256color', '')}
    expect(len(screens) == 1, 'the same with every TERM')
    session = Terminal(nonblocking=True).type('82.5kg', 'iv', '3').finish()
    expect(screens == {session.screen}, 'a terminal left non-blocking', session.screen)
    session = Terminal()
    session.prompt()
    for stop in (signal.SIGSTOP, signal.SIGCONT):
        os.kill(session.pid, stop)
    session.type('82.5kg', 'iv', '3').finish()
    expect(screens == {session.screen}, 'stopped and continued', session.screen)


# ---- The sessions that are shown ----

def played(block):
    """A block of the file, played again."""
    line, count = transcripts.command(block)
    session = Terminal(command=line)
    for shown in block[count:]:
        if (typed := re.match(r'([a-z][a-z-]*):(?: (.*))?$', shown)) and typed[1] != 'ketadose':
            expect(session.prompt() == typed[1], f'asks for {session.prompt()}, not {typed[1]}')
            session.type(typed[2] or '')
    session.finish()
    screen = [text.rstrip() for text in session.screen.rstrip('\n').split('\n')]
    return '\n'.join([*block[:count], *screen, *([f'[exit {session.code}]'] * (session.code != 0))])


def play(update):
    expected = SESSIONS.read_text(encoding='utf-8')
    actual = '\n\n'.join(played(block) for block in transcripts.blocks(expected)) + '\n'
    if update:
        SESSIONS.write_text(actual, encoding='utf-8')
    else:
        same(actual, expected, f'{SESSIONS.name} shows another session')


def main():
    global binary
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--binary', metavar='FILE', required=True)
    parser.add_argument('--update', action='store_true')
    options = parser.parse_args()
    binary = str(pathlib.Path(options.binary).resolve())
    try:
        for end in pty.openpty():
            os.close(end)
    except OSError as error:
        print(f'skipped: there is no pseudo-terminal here: {error}')
        return SKIPPED
    play(options.update)
    tests = [test for name, test in globals().items() if name.startswith('test_')]
    for test in tests:
        try:
            test()
        except Exception as error:  # the others are still tried
            failures.append(f'{test.__name__}: {error!r}')
    print('\n'.join(failures), f'{len(tests)} conversations, {len(failures)} failures', sep='\n')
    return 1 if failures or not tests else 0


if __name__ == '__main__':
    sys.exit(main())
