#!/usr/bin/env python3
"""Every check finds what it is for in a small bad tree, and nothing in a good one."""

import json
import os
import tempfile
import unittest

import includes
import layout
import text
from tree import Tree

LATER = "TO" + "DO"


class Sample:
    """A tree in a temporary folder, from path -> text."""

    def __init__(self, case, files):
        folder = tempfile.TemporaryDirectory()
        case.addCleanup(folder.cleanup)
        self.root = folder.name
        for path, content in files.items():
            full = os.path.join(self.root, path)
            os.makedirs(os.path.dirname(full), exist_ok=True)
            with open(full, "w", encoding="utf-8") as file:
                file.write(content)
        self.tree = Tree(self.root)


class Checks(unittest.TestCase):
    def problems(self, check, files):
        return check(Sample(self, files).tree)

    def test_includes_follow_the_table(self):
        files = {
            "policy/base/a.h": "",
            "policy/model/m.h": '#include "policy/base/a.h"\n',
            "policy/rules/r.cpp": '#include "policy/model/m.h"\n',
            "store/s.h": '#include "policy/model/m.h"\n',
            "daemon/engine/e.cpp": '#include "store/s.h"\n#include "policy/rules/x.h"\n',
            "policy/rules/x.h": "",
            "daemon/main.cpp": '#include "daemon/github/g.h"\n',
            "daemon/github/g.h": "",
        }
        self.assertEqual(self.problems(includes.check_own, files), [])

    def test_an_include_against_the_table_is_found(self):
        files = {
            "policy/base/a.h": '#include "policy/model/m.h"\n',
            "policy/model/m.h": "",
            "policy/rules/x.h": "",
            "store/s.h": '\n  #  include "policy/rules/x.h"\n',
            "daemon/server/w.cpp": '#include "daemon/github/g.h"\n',
            "daemon/github/g.h": "",
            "tests/simulator/t.cpp": '#include "policy/base/a.h"\n',
        }
        self.assertEqual(
            self.problems(includes.check_own, files),
            [
                'daemon/server/w.cpp:1: daemon/server may not include "daemon/github/g.h"',
                'policy/base/a.h:1: policy/base may not include "policy/model/m.h"',
                'store/s.h:2: store may not include "policy/rules/x.h"',
                'tests/simulator/t.cpp:1: tests/simulator may not include "policy/base/a.h"',
            ],
        )

    def test_an_include_that_is_not_from_the_root_is_found(self):
        files = {"store/s.h": "", "store/t.h": '#include "s.h"\n'}
        self.assertEqual(len(self.problems(includes.check_own, files)), 1)

    def test_a_third_party_header_in_a_header_or_a_foreign_room_is_found(self):
        files = {
            "store/good.cpp": "#include <SQLiteCpp/SQLiteCpp.h>\n#include <vector>\n",
            "store/bad.h": "#include <SQLiteCpp/SQLiteCpp.h>\n",
            "daemon/engine/bad.cpp": "#include <httplib.h>\n",
        }
        self.assertEqual(
            self.problems(includes.check_third_party, files),
            [
                "daemon/engine/bad.cpp:1: <httplib.h> belongs in daemon/http or daemon/server",
                "store/bad.h:1: <SQLiteCpp/SQLiteCpp.h> belongs in a .cpp file",
            ],
        )

    def test_a_second_clock_is_found(self):
        line = "auto t = std::chrono::steady_clock::now();\n"
        files = {"daemon/app/clock.cpp": line, "store/a.cpp": line, "tests/t.cpp": line,
                 "policy/p.cpp": "std::this_thread::sleep_for(1s);\nauto n = clock.now();\n"}
        found = self.problems(text.check_clock, files)
        self.assertEqual([problem.split(": ")[0] for problem in found], ["policy/p.cpp:1", "store/a.cpp:1"])

    def test_what_could_delete_a_package_in_a_cycle_is_found(self):
        files = {"daemon/engine/executor.h": "PackageRemover& remover_;\n",
                 "daemon/app/removal_session.cpp": "PackageRemoval removal;\n",
                 "daemon/app/cycle_runner.cpp": '#include "daemon/engine/package_removal.h"\n',
                 "daemon/engine/undo.h": "PackageRestorer& restorer_;\n"}
        found = self.problems(text.check_package_removal, files)
        self.assertEqual([problem.split(": ")[0] for problem in found],
                         ["daemon/app/cycle_runner.cpp:1", "daemon/engine/executor.h:1"])

    def test_a_loop_over_a_part_of_a_temporary_is_found(self):
        files = {"store/a.cpp": "for (const Row& row : read(id).value().rows) use(row);\n",
                 "tests/a_test.cpp": "for (const Row& row : read(id).value()) use(row);\n",
                 "tests/b_test.cpp": "for (const Row& row : found.value().rows) use(row);\n"
                                     "for (const Row& row : plan_of(id).rows) use(parse(row).value());\n"}
        found = self.problems(text.check_dangling, files)
        self.assertEqual([problem.split(": ")[0] for problem in found], ["store/a.cpp:1", "tests/a_test.cpp:1"])

    def test_a_long_file_is_found(self):
        files = {"store/long.cpp": "x\n" * 301, "store/full.cpp": "x\n" * 300, "tests/golden/report.txt": "x\n" * 999}
        self.assertEqual(self.problems(text.check_length, files), ["store/long.cpp: 301 lines, more than 300"])

    def test_work_left_for_later_is_found(self):
        files = {"store/a.cpp": f"// {LATER}: more\n", "README.md": f"{LATER}\n", "store/b.cpp": "int todo;\n"}
        self.assertEqual(len(self.problems(text.check_later, files)), 2)

    def test_a_test_that_does_not_run_is_found(self):
        files = {"tests/a_test.cpp": "TEST(A, DISABLED" + "_b) {}\n", "tests/b_test.cpp": "GTEST_" + "SKIP();\n"}
        self.assertEqual(len(self.problems(text.check_skipped, files)), 2)

    def test_a_stray_name_at_the_top_is_found(self):
        files = {"README.md": "", ".clang-format": "", "policy/a.cpp": "", "src/b.cpp": "", "notes.txt": "", "store": ""}
        self.assertEqual([problem.split(":")[0] for problem in self.problems(layout.check_top_level, files)],
                         ["notes.txt", "src", "store"])

    def test_a_source_that_no_target_compiles_is_found(self):
        sample = Sample(self, {"policy/a.cpp": "", "tests/policy/a_test.cpp": "", "store/s.cpp": "", "policy/a.h": "",
                               "policy/b.h": ""})
        compiled = ["policy/a.cpp", "build/policy_verify_interface_header_sets/policy/a.h.cxx"]
        build = os.path.join(sample.root, "build")
        os.makedirs(build)
        with open(os.path.join(build, "compile_commands.json"), "w", encoding="utf-8") as file:
            json.dump([{"directory": sample.root, "file": name, "command": ""} for name in compiled], file)
        found = layout.check_built(sample.tree, build)
        self.assertEqual([problem.split(":")[0] for problem in found],
                         ["store/s.cpp", "tests/policy/a_test.cpp", "policy/b.h"])

    def test_a_source_that_is_compiled_as_a_part_of_another_is_built(self):
        sample = Sample(self, {"store/s.cpp": "", "store/t.cpp": ""})
        joined = os.path.join(sample.root, "build/Unity/unity_store_cxx.cxx")
        os.makedirs(os.path.dirname(joined))
        with open(joined, "w", encoding="utf-8") as file:
            file.write(f'/* generated */\n\n#include "{sample.root}/store/s.cpp"\n')
        with open(os.path.join(sample.root, "build/compile_commands.json"), "w", encoding="utf-8") as file:
            json.dump([{"directory": sample.root, "file": joined, "command": ""}], file)
        found = layout.check_built(sample.tree, os.path.join(sample.root, "build"))
        self.assertEqual([problem.split(":")[0] for problem in found], ["store/t.cpp"])

    def test_a_build_that_was_not_configured_is_found(self):
        sample = Sample(self, {"policy/a.cpp": ""})
        self.assertEqual(len(layout.check_built(sample.tree, sample.root)), 1)

    def test_a_file_in_another_layout_is_found(self):
        files = {".clang-format": "BasedOnStyle: Google\n", "store/a.cpp": "int  a ;\n", "store/b.cpp": "int b;\n"}
        self.assertEqual(self.problems(layout.check_format, files), ["store/a.cpp: run clang-format -i on it"])


if __name__ == "__main__":
    unittest.main()
