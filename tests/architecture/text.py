"""What may not be written in a file, and how long it may be."""

import re

from tree import PRODUCTION

LONGEST = 300
REAL_CLOCK = "daemon/app/clock.cpp"
TIME = re.compile(r"::now\s*\(|\bthis_thread\s*::\s*sleep_|\bsystem_clock\s*::\s*to_time_t|\btime\s*\(\s*(nullptr|NULL)\s*\)")
LATER = re.compile(r"\b(TO" r"DO|FIX" r"ME|X" r"XX)\b")
UNRUN = re.compile(r"GTEST_" r"SKIP|DISABLED" r"_|GTEST_ALLOW_" r"UNINSTANTIATED")
REMOVERS = re.compile(r"\bPackageRemov(er|al|eClient)\b|daemon/engine/package_removal\.h")
PACKAGE_REMOVAL = {"daemon/ports/package_mutation.h", "daemon/github/package_mutation_client.h",
                   "daemon/github/package_mutation_client.cpp", "daemon/engine/package_removal.h",
                   "daemon/engine/package_removal.cpp", "daemon/app/removal_session.cpp"}
DANGLING = re.compile(r"\bfor \([^;?]*? : [^()]*\((?:[^()]|\([^()]*\))*\)\.(value|error)\(\)[.)]")
PROSE = (".md", ".yaml", ".yml", ".service", "Dockerfile", ".1", ".txt", ".json")


def find(tree, paths, pattern, says):
    return [
        f"{path}:{number}: {says.format(match.group(0))}"
        for path in paths
        for number, line in tree.lines(path)
        for match in [pattern.search(line)]
        if match
    ]


def check_clock(tree):
    """Only the one real clock asks the machine for the time or sleeps."""
    paths = [path for path in tree.below(*PRODUCTION, ending=(".h", ".cpp")) if path != REAL_CLOCK]
    return find(tree, paths, TIME, "{} outside " + REAL_CLOCK + "; time comes in through Clock")


def check_length(tree):
    """No file of code grows past the limit."""
    lengths = [(path, len(tree.lines(path))) for path in tree.code()]
    return [f"{path}: {length} lines, more than {LONGEST}" for path, length in lengths if length > LONGEST]


def check_later(tree):
    """Nothing is left for later in a comment."""
    return find(tree, tree.code() + tree.below("", ending=PROSE), LATER, "{}")


def check_skipped(tree):
    """Every test that is written runs."""
    return find(tree, tree.below("tests/", ending=(".h", ".cpp")), UNRUN, "{}: a test runs or is not there")


def check_dangling(tree):
    """No loop walks a part of a temporary: C++20 lets the Result of `f().value()` die before the first turn."""
    paths = tree.below(*PRODUCTION, "tests/", ending=(".h", ".cpp"))
    return find(tree, paths, DANGLING, "{}: the temporary dies before the loop; give it a name")


def check_package_removal(tree):
    """Only what the command for it is made of names what can delete a whole package, so that no cycle can reach it."""
    paths = [path for path in tree.below(*PRODUCTION, ending=(".h", ".cpp")) if path not in PACKAGE_REMOVAL]
    return find(tree, paths, REMOVERS, "{}: no cycle may reach what deletes whole packages")
