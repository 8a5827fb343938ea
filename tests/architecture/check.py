#!/usr/bin/env python3
"""Checks one property of the source tree: check.py NAME --source DIR --build DIR. Prints what is wrong; 1 if anything."""

import argparse
import sys

import includes
import layout
import text
from tree import Tree

CHECKS = {
    "includes": includes.check_own,
    "third_party": includes.check_third_party,
    "clock": text.check_clock,
    "package_removal": text.check_package_removal,
    "dangling": text.check_dangling,
    "length": text.check_length,
    "later": text.check_later,
    "skipped": text.check_skipped,
    "top_level": layout.check_top_level,
    "built": layout.check_built,
    "format": layout.check_format,
}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=sorted(CHECKS))
    parser.add_argument("--source", required=True)
    parser.add_argument("--build", required=True)
    options = parser.parse_args()
    tree = Tree(options.source)
    if not tree.below("policy/", ending=(".cpp",)):
        sys.exit(f"{options.source}: holds no sources")
    check = CHECKS[options.name]
    problems = check(tree, options.build) if options.name == "built" else check(tree)
    for problem in problems:
        print(problem)
    print(f"{options.name}: {len(tree.paths)} files seen, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
