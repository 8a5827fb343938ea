#!/usr/bin/env python3
"""Does what README.md shows, as a reader would: loads its configuration and runs its commands against the simulator.

Usage: readme_test.py README RETENTIOND PACKAGES_SIMULATOR SCENARIO
"""
import os
import re
import shlex
import subprocess
import sys
import tempfile
import time

TOKEN = "ghp_sample_keeper"  # of the scenario's owner


def blocks(text, language):
    """The fenced blocks of a language; "" for those that name none."""
    found, lines, inside = [], [], None
    for line in text.splitlines(keepends=True):
        if not line.startswith("```"):
            lines.append(line)
        elif inside is None:
            inside, lines = line[3:].strip(), []
        else:
            if inside == language:
                found.append("".join(lines))
            inside = None
    return found


def commands(text):
    """Every command line of retentiond in a block or in running text, without its comment."""
    lines = [line for block in blocks(text, "") for line in block.splitlines()]
    lines += re.findall(r"`(retentiond [^`]+)`", text)
    return [line.split("#")[0].strip() for line in lines if re.match(r"retentiond [a-z-]", line)]


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


def main():
    readme, retentiond, simulator, scenario = sys.argv[1:]
    with open(readme, encoding="utf-8") as file:
        text = file.read()
    configurations = blocks(text, "yaml")
    lines = commands(text)
    if not configurations or len(lines) < 10:
        sys.exit(f"{readme} shows {len(configurations)} configurations and {len(lines)} commands: that cannot be all")

    failures = []
    with tempfile.TemporaryDirectory() as folder:
        process, port = start_simulator(simulator, scenario, folder)
        try:
            config = os.path.join(folder, "config.yaml")
            with open(config, "w", encoding="utf-8") as file:
                # The reader's file, with the simulator in GitHub's place and a policy that deletes something to undo.
                file.write(configurations[0].replace("github:\n", f"github:\n  api_url: http://127.0.0.1:{port}\n")
                           .replace("mode: audit", "mode: enforce", 1))
            environment = dict(os.environ, RETENTIOND_CONFIG=config, GITHUB_TOKEN=TOKEN, XDG_STATE_HOME=folder,
                               STATE_DIRECTORY=folder)
            for line in lines:
                words = shlex.split(line)
                if words[1:] in (["run"], ["--help"]):
                    words = words[:1] + ["run", "--help"]
                if words[1] == "undo":
                    words = ["retentiond", "undo", "--run", "2", "--yes"]
                result = subprocess.run([retentiond] + words[1:], env=environment, capture_output=True, text=True,
                                        stdin=subprocess.DEVNULL, check=False, timeout=120)
                if result.returncode != 0:
                    failures.append(f"{line}: exit {result.returncode}\n{result.stdout}{result.stderr}")
        finally:
            process.terminate()
            process.wait()
    for failure in failures:
        print(failure)
    print(f"{len(lines)} commands, {len(failures)} of them failed")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
