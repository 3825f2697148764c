#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds the floors of the library: floors.py LOWEST ... HIGHEST

A header in include/ketadose includes only headers that stand before it in the list, and of the
standard library nothing that allocates, does input or output, or works in floating point.
In src/, each library that the program leans on is seen only where it belongs, and no two headers
define a type of one name: the linker would take one for the other without a word.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
TYPE = re.compile(r'^(?:struct|class|enum class) (\w+)[^;]*?\{', re.M)
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"][^>"]+[>"])', re.M)
COMMENT_OR_TEXT = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"', re.S)
# <memory> is let in for construct_at, which allocates nothing.
WITHOUT = re.compile(r'\b(?:float|double|new|allocator|unique_ptr|shared_ptr|make_unique|make_shared)\b')

NOT_IN_THE_LIBRARY = {
    *'iostream ostream istream iosfwd fstream sstream iomanip streambuf syncstream cstdio print'.split(),
    *'string vector deque list forward_list map set unordered_map unordered_set'.split(),
    *'memory_resource functional any regex filesystem thread mutex locale clocale'.split(),
    *'cmath cfloat complex numbers random valarray charconv'.split(),
}
ONLY_IN = {  # what the include begins with: the files of src/ that may hold it
    'CLI/': re.compile(r'cli\.(cpp|hpp)'),
    'rapidjson/': re.compile(r'files/.*'),
    'toml++/': re.compile(r'files/toml\.cpp'),
}


def includes(path):
    return [(text[0] == '"', text[1:-1]) for text in INCLUDE.findall(path.read_text())]


def library_faults(floors):
    folder = ROOT / 'include/ketadose'
    for path in sorted(folder.rglob('*.hpp')):
        name = path.relative_to(folder).with_suffix('').as_posix()
        if name not in floors:
            yield f'{path.name} is not in the list of floors'
            continue
        below = floors[:floors.index(name)]
        for quoted, target in includes(path):
            own = re.fullmatch(r'(?:ketadose/)?(.+)\.hpp', target)
            if own and own[1] not in below:
                yield f'{path.name} includes {target}, which does not stand below it'
            elif not own and quoted:
                yield f'{path.name} includes "{target}", which is not the library\'s'
            elif not own and (target in NOT_IN_THE_LIBRARY or not target.isidentifier()):
                yield f'{path.name} includes <{target}>, which the library does without'
        if found := WITHOUT.search(COMMENT_OR_TEXT.sub(' ', path.read_text())):
            yield f'{path.name} says {found[0]}: the library has no floating point and allocates nothing'
    for name in floors:
        if not (folder / f'{name}.hpp').exists():
            yield f'{name}.hpp is in the list of floors and does not exist'


def type_faults():
    defined = {}
    for path in sorted((ROOT / 'src').rglob('*.hpp')):
        for name in TYPE.findall(path.read_text()):
            if name in defined:
                yield f'{path.name} and {defined[name]} both define a type {name}'
            defined[name] = path.name


def program_faults():
    folder = ROOT / 'src'
    for path in sorted(folder.rglob('*.[ch]pp')):
        name = path.relative_to(folder).as_posix()
        for _, target in includes(path):
            for begins, may in ONLY_IN.items():
                if target.startswith(begins) and not may.fullmatch(name):
                    yield f'src/{name} includes {target}, which belongs in {may.pattern}'


def main(floors):
    if not floors:
        sys.exit(__doc__)
    faults = [*library_faults(floors), *program_faults(), *type_faults()]
    print('\n'.join(faults) or f'{len(floors)} floors hold')
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
