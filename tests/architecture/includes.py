"""Which room may include what."""

import os
import re

from tree import PRODUCTION, table

HERE = os.path.dirname(os.path.abspath(__file__))
OWN = re.compile(r'^\s*#\s*include\s*"([^"]+)"')
FOREIGN = re.compile(r"^\s*#\s*include\s*<([^>]+)>")


def room_of(path, rooms):
    """The room with the longest name that begins the path, or None."""
    homes = [room for room in rooms if path.startswith(room + "/")]
    return max(homes, key=len, default=None)


def check_own(tree):
    """Includes of our own headers follow rooms.txt and are written from the root."""
    rooms = table(os.path.join(HERE, "rooms.txt"))
    guarded = tuple({room.split("/")[0] + "/" for room in rooms if not room.startswith("tests")} | {"tests/simulator/"})
    problems = []
    for path in tree.below(*guarded, ending=(".h", ".cpp")):
        room = room_of(path, rooms)
        for number, line in tree.lines(path):
            included = OWN.match(line)
            if not included:
                continue
            target = included.group(1)
            where = f"{path}:{number}"
            if room is None:
                problems.append(f"{where}: the folder is no room of rooms.txt")
            elif target not in tree.paths:
                problems.append(f'{where}: "{target}" is no file; write the path from the root')
            elif not allowed(room, room_of(target, rooms), rooms):
                problems.append(f'{where}: {room} may not include "{target}"')
    return problems


def allowed(room, target, rooms):
    return target is not None and (target == room or "*" in rooms[room] or target in rooms[room])


def check_third_party(tree):
    """Third-party headers stay in the rooms of third_party.txt, and out of headers."""
    homes = table(os.path.join(HERE, "third_party.txt"))
    problems = []
    for path in tree.below(*PRODUCTION, ending=(".h", ".cpp")):
        for number, line in tree.lines(path):
            included = FOREIGN.match(line)
            header = included.group(1) if included else ""
            listed = next((name for name in homes if header.startswith(name)), None)
            if listed is None:
                continue
            if path.endswith(".h"):
                problems.append(f"{path}:{number}: <{header}> belongs in a .cpp file")
            elif not any(path.startswith(home + "/") for home in homes[listed]):
                problems.append(f"{path}:{number}: <{header}> belongs in {' or '.join(sorted(homes[listed]))}")
    return problems
