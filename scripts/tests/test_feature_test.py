import io
import contextlib
import pathlib

from programs import Case, module

feature = module("feature-test")

PAGE = """# A page

```swift
for reading only
```

```swift Sources/New.swift
let new = 1
```

```diff Sources/Old.swift
 let before = 1
-let old = 2
+let changed = 2
 let after = 3
```

```console
$ echo one
one
```
"""


class Steps(Case):
    def setUp(self):
        super().setUp()
        self.write("Sources/Old.swift", "let before = 1\nlet old = 2\nlet after = 3\n")

    def write(self, name, text):
        pathlib.Path(self.path(*name.split("/"))).write_text(text, encoding="utf-8")

    def steps(self, page=PAGE):
        return feature.steps(pathlib.Path(self.directory), page)

    def test_files_are_made_and_changed_and_what_is_for_reading_is_left(self):
        files, errors = self.steps()
        self.assertEqual(errors, [])
        self.assertEqual(files, {"Sources/New.swift": "let new = 1\n",
                                 "Sources/Old.swift": "let before = 1\nlet changed = 2\nlet after = 3\n"})

    def test_a_line_that_is_gone_is_named_with_the_pages_line(self):
        self.write("Sources/Old.swift", "let before = 1\nlet after = 3\n")
        _, errors = self.steps()
        self.assertEqual(errors, ["docs/FEATURES.md:13: Sources/Old.swift has no line 'let old = 2'"])

    def test_lines_that_stand_there_but_not_together_are_told(self):
        self.write("Sources/Old.swift", "let old = 2\nlet before = 1\nlet after = 3\n")
        _, errors = self.steps()
        self.assertEqual(
            errors, ["docs/FEATURES.md:11: the lines of this change do not follow each other in Sources/Old.swift"])

    def test_a_place_must_be_the_only_one(self):
        text = "let before = 1\nlet old = 2\nlet after = 3\n"
        self.write("Sources/Old.swift", text + text)
        _, errors = self.steps()
        self.assertEqual(len(errors), 1)
        self.assertIn("docs/FEATURES.md:11: Sources/Old.swift has 2 places", errors[0])

    def test_a_file_that_has_moved_is_found(self):
        pathlib.Path(self.directory, "Sources/Old.swift").unlink()
        self.write("Sources/Room/Old.swift", "")
        _, errors = self.steps()
        self.assertEqual(
            errors, ["docs/FEATURES.md:11: there is no Sources/Old.swift; there is Sources/Room/Old.swift"])

    def test_a_new_file_must_be_new_and_every_error_is_told(self):
        self.write("Sources/New.swift", "")
        self.write("Sources/Old.swift", "")
        _, errors = self.steps()
        self.assertEqual(len(errors), 2)
        self.assertEqual(errors[0], "docs/FEATURES.md:7: Sources/New.swift is there already")

    def test_a_second_change_is_made_to_what_the_first_has_left(self):
        files, errors = self.steps(PAGE + "\n```diff Sources/Old.swift\n-let changed = 2\n+let again = 2\n```\n")
        self.assertEqual(errors, [])
        self.assertEqual(files["Sources/Old.swift"], "let before = 1\nlet again = 2\nlet after = 3\n")

    def test_a_block_without_an_end_is_told(self):
        with self.assertRaisesRegex(feature.Wrong, "docs/FEATURES.md:1: the block has no end"):
            self.steps("```console\n$ true\n")


class Commands(Case):
    def run_page(self, lines):
        block, = feature.blocks("```console\n" + lines + "```\n")
        with contextlib.redirect_stdout(io.StringIO()):
            feature.run(self.directory, block)

    def test_output_may_have_gaps(self):
        self.run_page("$ printf 'one\\ntwo\\nthree four\\n'\n…\nthree …\n")
        self.run_page("$ printf 'one\\n'\n")

    def test_another_output_is_told_with_the_commands_line(self):
        with self.assertRaisesRegex(feature.Wrong, "docs/FEATURES.md:2: "):
            self.run_page("$ echo one\ntwo\n")

    def test_a_command_that_fails_is_told_with_its_line(self):
        with self.assertRaisesRegex(feature.Wrong, "docs/FEATURES.md:4: 'exit 3' ended with 3"):
            self.run_page("$ true\n\n$ exit 3\n")

    def test_a_test_run_without_a_test_is_told(self):
        with self.assertRaisesRegex(feature.Wrong, "ran no test"):
            self.run_page("$ echo swift test 'Test run with 0 tests in 0 suites passed'\n")


class ThePage(Case):
    def test_every_step_of_the_page_fits_the_sources_as_they_are(self):
        text = (feature.ROOT / feature.PAGE).read_text(encoding="utf-8")
        _, errors = feature.steps(feature.ROOT, text)
        self.assertEqual(errors, [])
        self.assertGreater(len(feature.blocks(text)), 20)
