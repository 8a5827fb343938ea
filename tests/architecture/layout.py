"""What is where, and that all of it is built."""

import json
import os
import re
import subprocess

from tree import PRODUCTION

TOP_FILES = {"CMakeLists.txt", "CMakePresets.json", "README.md", "CHANGELOG.md", "LICENSE", "config.example.yaml",
             "config.schema.json"}
TOP_FOLDERS = {"policy", "store", "daemon", "deploy", "tests"}
JOINED = re.compile(r'^#include "(.*)"$', re.MULTILINE)
VERIFIED = "_verify_interface_header_sets"


def check_top_level(tree):
    """The top level holds the five folders, a few files and dotfiles."""
    names = {(path.split("/")[0], "/" in path) for path in tree.paths}
    return [
        f"{name}: is not meant to be at the top level"
        for name, is_folder in sorted(names)
        if not name.startswith(".") and name not in (TOP_FOLDERS if is_folder else TOP_FILES)
    ]


def compiled_sources(name):
    """What compiling a file compiles: itself, and if it is one that joins others, those."""
    if "/Unity/" not in name or not os.path.exists(name):
        return [name]
    with open(name, encoding="utf-8") as file:
        return [name, *map(os.path.realpath, JOINED.findall(file.read()))]


def check_built(tree, build):
    """Every source is compiled into some target, and every production header by itself."""
    file = os.path.join(build, "compile_commands.json")
    if not os.path.exists(file):
        return [f"{file}: is missing; configure the build first"]
    with open(file, encoding="utf-8") as commands:
        files = [os.path.realpath(os.path.join(entry["directory"], entry["file"])) for entry in json.load(commands)]
    compiled = {source for file in files for source in compiled_sources(file)}
    root = os.path.realpath(tree.root)
    problems = [
        f"{path}: no target compiles it; add it to the CMakeLists.txt of its folder"
        for path in tree.below(*PRODUCTION, "tests/", ending=(".cpp",))
        if os.path.join(root, path) not in compiled
    ]
    alone = [name for name in compiled if VERIFIED in name]
    if alone:
        problems += [
            f"{path}: is in no header set; name it in retention_room() of its folder"
            for path in tree.below(*PRODUCTION, ending=(".h",))
            if not any(name.endswith(f"{VERIFIED}/{path}.cxx") for name in alone)
        ]
    return problems


def check_format(tree, program="clang-format"):
    """All C++ is as clang-format lays it out."""
    paths = tree.below(*PRODUCTION, "tests/", ending=(".h", ".cpp"))
    if not paths:
        return []
    try:
        run = subprocess.run([program, "--dry-run", "-Werror", "--style=file", *paths], cwd=tree.root,
                             capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return [f"{program} is not installed; run tests/run.sh, which installs it"]
    lines = [line for line in run.stderr.splitlines() if "clang-format-violations" in line]
    files = sorted({line.split(":")[0] for line in lines})
    if run.returncode != 0 and not files:
        return run.stderr.splitlines()
    return [f"{os.path.relpath(os.path.join(tree.root, name), tree.root)}: run clang-format -i on it" for name in files]
