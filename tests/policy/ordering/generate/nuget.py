#!/usr/bin/env python3
"""Generated NuGet versions by a second reading of the documented rules: nuget.py FOLDER; writes nuget_order.tsv and
nuget_versions.tsv there.

No implementation of NuGet is to be had on Debian. This one shares no code with the program, but one author may
misread the rules twice; examples of the documentation are in nuget_version_test.cpp."""

import itertools
import os
import re
import sys

NUMBERS = ["0", "0", "00", "1", "01", "2", "9", "10", "99", "2147483647"]
LABELS = ["0", "1", "2", "10", "a", "A", "alpha", "Alpha", "alpha1", "alpha10", "alpha2", "beta", "rc", "RC", "-", "--",
          "0a", "00a", "9999999999", "10000000000"]
EDITS = ["", "0", "1", ".", ".0", ".1", ".a", "-a", "-0", "a", "A", "+b", "-RC"]
ODD = ["", ".", "..", "-", "+", "_", " ", "v", "é", "01", "-01", "+01", "-a..b", "+a..b", "2147483648", "x", "*"]
FORM = re.compile(r"(\d+(?:\.\d+){0,3})(?:-([0-9A-Za-z.-]+))?(?:\+([0-9A-Za-z.-]+))?", re.ASCII)


class Dice:
    def __init__(self, seed):
        self.state = seed

    def below(self, limit):
        self.state = (self.state * 1664525 + 1013904223) % 2**32
        return self.state * limit // 2**32

    def pick(self, choices):
        return choices[self.below(len(choices))]


def parse(text):
    """Numbers and labels, or None."""
    match = FORM.fullmatch(text)
    if not match:
        return None
    numbers = [int(number) for number in match[1].split(".")]
    labels = match[2].split(".") if match[2] else []
    metadata = match[3].split(".") if match[3] else []
    padded = any(label.isdigit() and len(label) > 1 and label[0] == "0" for label in labels)
    if "" in labels + metadata or padded or max(numbers) >= 2**31:
        return None
    return numbers + [0] * (4 - len(numbers)), labels


def rank(label):
    """What sorts as a label does."""
    return (0, int(label), "") if label.isdigit() else (1, 0, label.upper())


def compare(a, b):
    def sortable(text):
        numbers, labels = parse(text)
        return numbers, not labels, [rank(label) for label in labels]

    left, right = sortable(a), sortable(b)
    return (left > right) - (left < right)


def version(dice):
    text = ".".join(dice.pick(NUMBERS) for _ in range(1 + dice.below(4)))
    if dice.below(3):
        text += "-" + ".".join(dice.pick(LABELS) for _ in range(1 + dice.below(3)))
    return text + "+b.01" if dice.below(6) == 0 else text


def edited(dice, text, pieces):
    """The text with a few of its characters replaced, doubled, dropped or moved."""
    for _ in range(1 + dice.below(2)):
        at = dice.below(len(text) + 1)
        text = text[:at] + dice.pick(pieces) + text[at + dice.below(2):]
    return text


def neighbour(dice, text):
    tried = (edited(dice, text, EDITS) for _ in range(50))
    return next(filter(parse, tried), text)


def order_lines(dice):
    while True:
        a = version(dice)
        b = version(dice) if dice.below(6) == 0 else neighbour(dice, a)
        yield f"{a}\t{'=><'[compare(a, b)]}\t{b}"


def validity_lines(dice):
    while True:
        text = version(dice) if dice.below(8) == 0 else edited(dice, version(dice), ODD)
        yield f"{'yes' if parse(text) else 'no'}\t{text}"


def write(folder, name, lines, count):
    kept = dict.fromkeys(itertools.islice(lines, count))
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in kept)


def main():
    write(sys.argv[1], "nuget_order.tsv", order_lines(Dice(20260104)), 3000)
    write(sys.argv[1], "nuget_versions.tsv", validity_lines(Dice(20260105)), 2500)


if __name__ == "__main__":
    main()
