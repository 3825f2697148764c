#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Reads the pages that the program prints: pages.py --binary FILE

Each is well-formed, of known elements, without a script, and links to nothing outside itself. The
rows of a table have equally many columns, and a drawing has whole coordinates.
"""
import argparse
import re
import subprocess
import sys
import xml.etree.ElementTree as tree

PATIENT = '--weight 82.5kg --session 3'
PAGES = [
    f'checklist {PATIENT} --route iv --dose 41mg --over 40min --vial 500mg/10mL --bag 100mL --start 23:30',
    f'checklist {PATIENT} --route iv --dose 41mg --takes lorazepam --has none',
    f'checklist {PATIENT} --route im --dose 0.5mg/kg --vial 50mg/mL --site deltoid --bp 135/85',
    f'checklist {PATIENT} --route lozenge --dose 41mg --lozenge 50mg',
    f'checklist {PATIENT} --route iv --dose 410mg --over 40min --has pregnancy',
    'card --route iv',
    'card --route iv --over 40min --session 3',
    'card --route iv --over 30min',
    'card --route iv --vial 50mg/mL --bag 100mL',
    'card --route iv --vial 20mg/mL --fill 50mL --over 90min',
    'card --route iv --concentration 2mg/mL --from 90lb --to 330lb',
    'card --route iv --vial 100mg/mL --bag 800mL',
    'card --route iv --concentration 0.05mg/mL',
    'card --route im --vial 10mg/mL --from 10kg --to 130kg',
    'card --route im --vial 50mg/mL --site deltoid',
    'card --route im --from 70kg --to 70kg',
    'card --route lozenge',
    'card --route lozenge --lozenge 100mg',
]
ELEMENTS = set('html head meta title style body h1 h2 section div p b sup span ul li table colgroup col '
               'thead tbody tr th td svg line polygon rect text'.split())
COORDINATES = {'x', 'y', 'x1', 'y1', 'x2', 'y2', 'width', 'height', 'points', 'viewBox'}
ATTRIBUTES = COORDINATES | {
    'lang', 'charset', 'class', 'style', 'colspan', 'rowspan', 'scope', 'role', 'aria-label', 'fill',
    'stroke', 'stroke-width', 'text-anchor', 'transform'}
failures = []


def check(words):
    page = subprocess.run([*words, '--format', 'html'], text=True, encoding='utf-8',
                          stdout=subprocess.PIPE, check=False).stdout

    def expect(holds, what):
        if not holds:
            failures.append(f'{" ".join(words[1:])}: {what}')

    expect(page.startswith('<!DOCTYPE html>\n<html lang="en">'), 'does not begin as a page')
    expect('@page' in page, 'has no page style')
    expect(not re.search(r'url\(|@import|https?:|javascript:', page), 'links to something')
    try:
        root = tree.fromstring(page)
    except tree.ParseError as error:
        expect(False, f'is not well-formed: {error}')
        return
    expect(root.find('head/meta').get('charset') == 'utf-8', 'does not name its encoding')
    expect(root.find('head/title').text, 'has no title')
    for element in root.iter():
        expect(element.tag in ELEMENTS, f'has an element {element.tag}')
        expect(set(element.attrib) <= ATTRIBUTES, f'has attributes {element.attrib}')
        for name in COORDINATES & set(element.attrib):
            expect(re.fullmatch(r'\d+([ ,]\d+)*', element.get(name)), f'has {name} {element.get(name)}')
    for table in root.iter('table'):
        body = table.find('tbody') if table.find('tbody') is not None else table
        widths = {sum(int(cell.get('colspan', 1)) for cell in row) for row in body.iter('tr')}
        expect(len(widths) == 1, f'has rows of {widths} cells in one table')


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--binary', metavar='FILE', required=True)
    binary = parser.parse_args().binary
    for page in PAGES:
        check([binary, *page.split()])
    print('\n'.join(failures) or f'{len(PAGES)} pages are well-formed')
    return 1 if failures else 0


if __name__ == '__main__':
    sys.exit(main())
