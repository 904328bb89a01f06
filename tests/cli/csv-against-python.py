#!/usr/bin/env python3
"""Holds the program's reader of CSV against Python's own: random tables, written by Python in every way of quoting and of
ending lines, read through windows of every size. Prints its seed: csv-against-python.py PROGRAM [SEED]."""
import csv
import io
import json
import random
import subprocess
import sys

PIECES = ['', 'a', '张伟', ' ', ',', '"', '""', '\n', '\r\n', 'x' * 300, '\t', "'", ';', '𠮷', '0', '\u00a0']
QUOTINGS = [csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]


def table(rnd):
    return [[''.join(rnd.choice(PIECES) for _ in range(rnd.randint(0, 4))) for _ in range(rnd.randint(1, 8))]
            for _ in range(rnd.randint(1, 20))]


def written(rnd, rows):
    out = io.StringIO(newline='')
    csv.writer(out, quoting=rnd.choice(QUOTINGS), lineterminator=rnd.choice(['\n', '\r\n'])).writerows(rows)
    text = out.getvalue()
    return text.rstrip('\r\n') if rnd.random() < 0.3 and not text.endswith('"\n') else text


def ours(program, text, window):
    done = subprocess.run([program, str(window)], input=text.encode(), capture_output=True, check=True)
    return [json.loads(line) for line in done.stdout.decode().split('\n') if line]


def theirs(text):
    return [row if row else [''] for row in csv.reader(io.StringIO(text, newline=''), strict=True)]


def main():
    program = sys.argv[1]
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(1 << 32)
    rnd = random.Random(seed)
    print('1..1')
    print(f'# seed {seed}')
    for number in range(150):
        text = written(rnd, table(rnd))
        window = rnd.choice([1, 2, 3, 7, 64, 4096])
        expected, found = theirs(text), ours(program, text, window)
        if expected != found:
            print(f'not ok 1 - table {number}, window {window}: {text!r}\n# python {expected}\n# ours   {found}')
            sys.exit(1)
    print('ok 1 - random tables are read as Python reads them')


main()
