"""The watch over the disk: a folder in the place of its file stands for a disk that fails."""
import os
import pathlib
import subprocess
import tempfile
import threading
import unittest

from booth import Broker, eventually

PROGRAM = os.environ.get("STORAGE_WATCH", "booth-storage-watch")


class StorageWatchTests(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.TemporaryDirectory(prefix="storage-")
        self.addCleanup(self.directory.cleanup)
        self.path = pathlib.Path(self.directory.name)

    def start(self, file, line="none"):
        process = subprocess.Popen([PROGRAM, "-f", file, "-l", self.path / line, "-i", "1", "-t", "2"],
                                   stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def failing(self, line="none"):
        """The program, once its disk has answered and from then on only fails: its file has become a folder."""
        file = self.path / "file"
        process = self.start(file, line)
        eventually("it writes", lambda: file.exists() and file.stat().st_size > 0)
        file.unlink()
        file.mkdir()
        return process

    def test_a_disk_that_answers(self):
        process = self.start(self.path / "file")
        eventually("three writes", lambda: (self.path / "file").exists() and (self.path / "file").read_text()[:1] >= "6")
        self.assertIsNone(process.poll())

    def test_a_full_or_missing_disk_is_not_dead(self):
        process = self.start("/dev/full")
        missing = self.start(self.path / "no" / "file")
        with self.assertRaises(subprocess.TimeoutExpired):
            process.wait(7)
        self.assertIsNone(missing.poll())

    def test_a_disk_that_has_only_ever_failed_is_left_alone(self):
        process = self.start(self.path)
        with self.assertRaises(subprocess.TimeoutExpired):
            process.wait(7)

    def test_a_disk_that_fails(self):
        self.assertEqual(self.failing().wait(60), 75)

    def test_not_during_a_call(self):
        broker = Broker(self.path / "line")
        self.addCleanup(broker.close)
        taken = threading.Event()
        broker.greet = lambda: (broker.tell("LINE_FREE") if taken.is_set() else broker.tell("LINE_TAKEN", "kiosk"))
        process = self.failing("line")
        with self.assertRaises(subprocess.TimeoutExpired):
            process.wait(7)
        taken.set()
        self.assertEqual(process.wait(60), 75)

    def ask(self):
        return subprocess.run([PROGRAM, "-c", "-l", self.path / "line"]).returncode

    def test_only_asks_whether_a_call_is_up(self):
        self.assertEqual(self.ask(), 69)
        broker = Broker(self.path / "line")
        self.addCleanup(broker.close)
        broker.greet = lambda: broker.tell("LINE_TAKEN", "sos")
        self.assertEqual(self.ask(), 1)
        broker.greet = lambda: broker.tell("LINE_FREE")
        self.assertEqual(self.ask(), 0)


if __name__ == "__main__":
    unittest.main()
