"""The files of a source tree, and tables in text files."""

import os
import subprocess

PRODUCTION = ("policy/", "store/", "daemon/")
CODE = (".h", ".cpp", ".py", ".sh", ".mjs", ".js", ".cmake", "CMakeLists.txt")
SKIPPED_FOLDERS = {".git", "build", "node_modules", ".cache", "__pycache__"}


class Tree:
    """Paths are relative to the root, with slashes, sorted."""

    def __init__(self, root):
        self.root = os.path.abspath(root)
        self.paths = sorted(self._from_git() or self._from_disk())

    def _from_git(self):
        # What git ignores is no part of the tree; a copy without .git has only its files.
        if not os.path.exists(os.path.join(self.root, ".git")):
            return []
        command = ["git", "-C", self.root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, capture_output=True, check=False)
        names = listed.stdout.decode().split("\0") if listed.returncode == 0 else []
        return [name for name in names if name and os.path.isfile(os.path.join(self.root, name))]

    def _from_disk(self):
        found = []
        for folder, folders, names in os.walk(self.root):
            folders[:] = [name for name in folders if name not in SKIPPED_FOLDERS]
            found += [os.path.relpath(os.path.join(folder, name), self.root) for name in names]
        return found

    def below(self, *prefixes, ending=("",)):
        return [path for path in self.paths if path.startswith(prefixes) and path.endswith(ending)]

    def code(self):
        return [path for path in self.paths if path.endswith(CODE)]

    def text(self, path):
        with open(os.path.join(self.root, path), encoding="utf-8", errors="replace") as file:
            return file.read()

    def lines(self, path):
        """Pairs of line number and line."""
        return list(enumerate(self.text(path).splitlines(), start=1))


def table(path):
    """The rows of a text file: first word -> set of the others. `#` begins a comment line."""
    rows = {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            words = line.split()
            if words and not words[0].startswith("#"):
                rows[words[0]] = set(words[1:])
    return rows
