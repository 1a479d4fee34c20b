import subprocess

from programs import Case, on_terminal, script

STEPS = """echo 'Fetching https://example.org/a'
echo '[1/3] Write sources'
echo '[2/3] Compiling KioskCore State.swift'
echo '/a/b.swift:1:2: error: that is wrong' >&2
echo '    |         `- error: that is wrong' >&2
echo '[3/3] Linking kiosk'
"""


class Build(Case):
    def test_on_a_terminal_progress_is_one_line_and_errors_are_whole(self):
        self.program("swift", STEPS + "exit 3")
        status, written = on_terminal([script("build"), "--flag"], self.environment())
        self.assertEqual(status, 3)
        self.assertIn("building 2/3 KioskCore", written)
        # What remains when each line was cleared for the next.
        stays = [line.rsplit("\x1b[K", 1)[-1] for line in written.replace("\r\n", "\n").split("\n")]
        self.assertEqual(
            stays, ["/a/b.swift:1:2: error: that is wrong", "    |         `- error: that is wrong", ""])

    def test_a_build_that_works_ends_with_its_last_word(self):
        self.program("swift", "echo '[1/1] Linking kiosk'; echo 'Build complete! (1.0s)'")
        status, written = on_terminal([script("build")], self.environment())
        self.assertEqual(status, 0)
        self.assertTrue(written.replace("\r\n", "\n").endswith("\x1b[KBuild complete! (1.0s)\n\r\x1b[K"), repr(written))

    def test_without_a_terminal_nothing_is_changed(self):
        self.program("swift", STEPS + 'echo "$@"; exit 3')
        result = subprocess.run(
            [script("build"), "--flag"], capture_output=True, text=True, env=self.environment(), stdin=subprocess.DEVNULL)
        self.assertEqual(result.returncode, 3)
        self.assertEqual(result.stdout.split("\n")[1:3], ["[1/3] Write sources", "[2/3] Compiling KioskCore State.swift"])
        self.assertTrue(result.stdout.endswith("build --flag\n"))
