#!/usr/bin/env python3
"""Does what a page of ours shows, as a reader would: loads its configurations, compares what the program prints with
what the page says it prints, and runs its commands against the simulator.

Usage: readme_test.py PAGE RETENTIOND PACKAGES_SIMULATOR SCENARIO LEAST

What becomes of a fenced block depends on what stands behind its fence:

  yaml          a configuration. One that begins with "version:" is complete; of any other, the keys of a file stay at
                the top and those of a policy go into a policy `example` of container packages of org:acme, which has a
                delete rule for everything if the block has none. `retentiond check` must accept it without a warning
                and pass its tests, unless a console block behind it shows what check says instead.
  yaml NAME     a file of that name beside the next configuration, which has to mention it
  text NAME     the same
  console       lines of "$ retentiond ...", each with what it prints about the last configuration; a line "[...]"
                stands for any lines
  nothing       commands and what else is to be read; commands of the program are run with the first configuration

Anything else is a failure, and so is a page that shows fewer than LEAST blocks and commands in all.
"""
import fnmatch
import os
import re
import shlex
import subprocess
import sys
import tempfile
import time
from collections import namedtuple

TOKEN = "ghp_sample_keeper"  # of the scenario's owner
FILE_KEYS = {"version", "timezone", "github", "ledger", "server", "schedule", "undo", "defaults", "include", "protect",
             "policies", "tests"}
POLICY_KEYS = {"name": "example", "owner": "org:acme", "type": "container", "packages": '["*"]', "repository": None,
               "mode": None, "min_age": None, "grace": None, "min_keep": None, "limits": None, "ignore_tags": None, "keep": None,
               "delete": "[{ name: rest, everything: true }]"}  # with what stands in where a key is left out
GAP = "[...]"

Block = namedtuple("Block", "line language name text")


def blocks(text):
    """The fenced blocks of a page in their order."""
    found, lines, opened = [], [], None
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        if not line.startswith("```"):
            lines.append(line)
        elif opened is None:
            opened, lines = (number, (line[3:].split() + ["", ""])[:2]), []
        else:
            found.append(Block(opened[0], *opened[1], "".join(lines)))
            opened = None
    if opened:
        sys.exit(f"line {opened[0]}: the block has no end")
    return found


def commands(text):
    """Every command line of retentiond in a block without a language or in running text, without its comment."""
    lines = [line for block in blocks(text) if not block.language for line in block.text.splitlines()]
    lines += re.findall(r"`(retentiond [^`]+)`", text)
    return [line.split("#")[0].strip() for line in lines if re.match(r"retentiond [a-z-]", line)]


def completed(text):
    """The configuration that a block is a part of; None if it is of none."""
    keys = re.findall(r"^([^\s#][^:\n]*):", text, re.MULTILINE)
    if keys[:1] == ["version"]:
        return text
    if not keys or set(keys) - FILE_KEYS - set(POLICY_KEYS):
        return None
    of_file, of_policy, key = "version: 1\n", "", ""
    for line in text.splitlines(keepends=True):
        key = line.split(":")[0] if re.match(r"[a-z]", line) else key
        if key in POLICY_KEYS:
            of_policy += "    " + line
        else:
            of_file += line
    if of_policy or not {"policies", "include"} & set(keys):
        of_policy += "".join(f"    {key}: {value}\n" for key, value in POLICY_KEYS.items() if value and key not in keys)
        of_policy = "policies:\n  -\n" + of_policy
    return of_file + of_policy


def with_api(configuration, port):
    """The same configuration with the simulator in GitHub's place."""
    line = f"  api_url: http://127.0.0.1:{port}\n  registry_url: http://127.0.0.1:{port}\n"
    if re.search(r"^github:\n", configuration, re.MULTILINE):
        return re.sub(r"^github:\n", "github:\n" + line, configuration, count=1, flags=re.MULTILINE)
    return configuration + "github:\n" + line


def says(expected, actual):
    """Whether a text is what a page says it is."""
    lines = [r"(?:.*\n)*?" if line.strip() == GAP else re.escape(line.rstrip()) + r"[ ]*\n"
             for line in expected.splitlines()]
    return re.fullmatch("".join(lines), actual) is not None


def start_simulator(program, scenario, folder):
    port_file = os.path.join(folder, "port")
    process = subprocess.Popen([program, "--scenario", scenario, "--listen", "127.0.0.1:0", "--port-file", port_file],
                               stdout=subprocess.DEVNULL)
    while not (os.path.exists(port_file) and os.path.getsize(port_file)):
        if process.poll() is not None:
            sys.exit("the simulator did not start")
        time.sleep(0.05)
    with open(port_file, encoding="ascii") as file:
        return process, file.read().strip()


class Reader:
    """Somebody who tries out what a page shows."""

    def __init__(self, program, port, folder):
        self.program, self.port, self.root = program, port, folder
        self.folder, self.configuration, self.pending, self.files = folder, None, {}, {}
        self.failures = []

    def fail(self, where, what):
        self.failures.append(f"{where}: {what}")

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)

    def run(self, line):
        words = shlex.split(line)
        environment = dict(os.environ, RETENTIOND_CONFIG="config.yaml", GITHUB_TOKEN=TOKEN, XDG_STATE_HOME=self.folder,
                           STATE_DIRECTORY=self.folder)
        return subprocess.run([self.program] + words[1:], env=environment, cwd=self.folder, capture_output=True,
                              text=True, stdin=subprocess.DEVNULL, check=False, timeout=120)

    def take_configuration(self, block, follower):
        where = f"line {block.line}"
        self.folder = tempfile.mkdtemp(dir=self.root)
        for name, text in self.pending.items():
            if not any(fnmatch.fnmatch(name, word) for word in re.findall(r"[\w./*-]+", block.text)):
                self.fail(where, f"does not mention the file {name}")
            self.write(name, text)
        self.pending, self.files = {}, self.pending
        self.configuration = completed(block.text)
        if self.configuration is None:
            self.fail(where, "is neither a configuration nor the keys of one or of a policy")
            return
        self.write("config.yaml", self.configuration)
        if follower and follower.language == "console" and "$ retentiond check\n" in follower.text:
            return
        result = self.run("retentiond check")
        if result.returncode != 0 or "\n  warning" in result.stdout:
            self.fail(where, f"check ends with {result.returncode}\n{result.stdout}{result.stderr}")

    def take_console(self, block):
        if self.configuration is None or not block.text.startswith("$ "):
            self.fail(f"line {block.line}", "shows no command of a configuration")
            return
        for shown in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
            line, expected = shown.split("\n", 1)
            online = not line.startswith("retentiond check")
            self.write("config.yaml", with_api(self.configuration, self.port) if online else self.configuration)
            for name, text in self.files.items():
                self.write(name, text.replace("ghcr.io/", "127.0.0.1/") if online else text)
            result = self.run(line)
            if not says(expected, result.stdout):
                self.fail(f"line {block.line}", f"{line} prints\n{result.stdout}{result.stderr}")

    def take(self, block, follower):
        if block.language == "yaml" and not block.name:
            self.take_configuration(block, follower)
        elif block.language in ("yaml", "text") and block.name:
            self.pending[block.name] = block.text
        elif block.language == "console":
            self.take_console(block)
        elif block.language:
            self.fail(f"line {block.line}", f"there is no way to run a block of {block.language}")

    def take_page(self, text):
        page = blocks(text)
        for block, follower in zip(page, page[1:] + [None]):
            self.take(block, follower)
        for name in self.pending:
            self.fail("the end", f"no configuration follows the file {name}")
        self.try_commands(text)

    def try_commands(self, text):
        """The commands between the lines, with the first configuration and something that can be undone."""
        first = next(block.text for block in blocks(text) if block.language == "yaml")
        self.folder = tempfile.mkdtemp(dir=self.root)
        self.write("config.yaml", with_api(completed(first), self.port).replace("    mode: audit", "    grace: 0d\n    mode: enforce", 1))
        for line in commands(text):
            words = shlex.split(line)
            if words[1:] in (["run"], ["--help"]):
                line = "retentiond run --help"
            if words[1] in ("undo", "approve"):
                line = f"retentiond {words[1]} --run 2 --yes"
            result = self.run(line)
            if result.returncode != 0:
                self.fail(line, f"exit {result.returncode}\n{result.stdout}{result.stderr}")


def main():
    page, program, simulator, scenario, least = sys.argv[1:]
    with open(page, encoding="utf-8") as file:
        text = file.read()
    with tempfile.TemporaryDirectory() as folder:
        process, port = start_simulator(simulator, scenario, folder)
        try:
            reader = Reader(os.path.abspath(program), port, folder)
            reader.take_page(text)
        finally:
            process.terminate()
            process.wait()
    for failure in reader.failures:
        print(failure)
    shown, lines = [block for block in blocks(text) if block.language], commands(text)
    print(f"{len(shown)} blocks and {len(lines)} commands, {len(reader.failures)} failures")
    if len(shown) + len(lines) < int(least):
        sys.exit(f"{page} shows less than {least} blocks and commands: that cannot be all")
    sys.exit(1 if reader.failures else 0)


if __name__ == "__main__":
    main()
