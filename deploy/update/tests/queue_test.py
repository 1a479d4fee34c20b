"""The queue over an update and back, with the real kiosk and the real platform: 500 events, a newer version's database, the
older version again, 500 delivered. Apart from the other tests, since it needs the built programs.
BIN: the folder of the built programs."""
import fcntl
import json
import os
import pathlib
import pty
import sqlite3
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time
import unittest
import uuid

UPDATE = pathlib.Path(__file__).resolve().parent.parent
PROJECT = UPDATE.parent.parent
BIN = pathlib.Path(os.environ.get("BIN", PROJECT / ".build/debug")).resolve()
TYPE = "cn.laoyouting.booth.rating.v1"


def eventually(what, condition, seconds=120):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds} s: {what}")
        time.sleep(0.2)


class Queue(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="booth-queue-")
        self.addCleanup(directory.cleanup)
        self.path = pathlib.Path(directory.name)
        self.state = self.path / "state"
        self.state.mkdir(mode=0o711)
        self.queue = self.state / "events.sqlite"
        self.queue.touch(0o600)
        self.kiosk("queue", "status")
        example = next(event for event in map(json.loads, (PROJECT / "docs/schemas/examples.jsonl").read_text().splitlines())
                       if event.get("type", TYPE) == TYPE and "rating" in event.get("data", event))
        self.data = json.dumps(example.get("data", example))
        self.ids = []
        self.append(500)

    def kiosk(self, *words):
        return subprocess.run([BIN / "kiosk", *words, "--state", self.state], check=True, capture_output=True, text=True).stdout

    def append(self, count):
        """Events as the program itself writes them; it is not running."""
        with sqlite3.connect(self.queue) as database:
            first, = database.execute("SELECT next FROM queue").fetchone()
            for sequence in range(first, first + count):
                self.ids.append(str(uuid.uuid4()))
                database.execute("INSERT INTO event (sequence, id, type, time, priority, bytes, data) VALUES (?, ?, ?, ?, 0, ?, ?)",
                                 (sequence, self.ids[-1], TYPE, int(time.time() * 1000), len(self.data), self.data))
            database.execute("UPDATE queue SET next = ?", (first + count,))
        database.close()

    def newer_version(self, *statements):
        """Migrates the database as a version to come might."""
        with sqlite3.connect(self.queue) as database:
            for statement in (*statements, "INSERT INTO grdb_migrations VALUES ('3')"):
                database.execute(statement)
        database.close()

    def updater(self, command):
        """Runs a function of the updater."""
        programs = self.path / "programs"
        programs.mkdir(exist_ok=True)
        if not (programs / "kiosk").exists():
            (programs / "kiosk").symlink_to(BIN / "kiosk")
        (self.path / "defaults").write_text(
            f"STATE_DIR={self.path}/update KIOSK_STATE={self.state} KIOSK_USER={os.environ.get('USER') or 'root'}\n")
        (self.path / "update").mkdir(exist_ok=True)
        script = f"set -euo pipefail; for part in settings queue; do . {UPDATE}/lib/$part.sh; done; {command}"
        return subprocess.run(["bash", "-c", script], env={
            **os.environ, "PATH": f"{programs}:{os.environ['PATH']}", "BOOTH_UPDATE_DEFAULTS": str(self.path / "defaults")})

    def delivered(self):
        """Runs the platform and the kiosk until the queue is empty; returns the ids that the platform has of ours."""
        for name, text in {"tokens.json": '{"PT-0042": "a-token-of-this-test-alone-1"}', "token": "a-token-of-this-test-alone-1",
                           "operator": "an-operator-of-this-test-alone-1"}.items():
            (self.path / name).write_text(text + "\n")
            (self.path / name).chmod(0o600)
        ready = self.path / "ready"
        log = open(self.path / "platform.log", "w")
        self.addCleanup(log.close)
        platform = subprocess.Popen(
            [BIN / "kiosk-platform", "--database", self.path / "platform.db", "--listen", "127.0.0.1:0", "--tokens",
             self.path / "tokens.json", "--operator-token-file", self.path / "operator", "--ready-file", ready, "--no-dispatcher"],
            stderr=log)
        self.addCleanup(platform.wait)
        self.addCleanup(platform.terminate)
        eventually("the platform listens", lambda: ready.exists() and ready.read_text().strip())
        (self.path / "overlay.yaml").write_text(
            f"audio: {{ speaker: none }}\ntelephony: {{ control_port: 1 }}\n"
            f"platform: {{ url: {ready.read_text().strip()}, token_file: {self.path}/token, upload_seconds: 1 }}\n")
        child, terminal = pty.fork()
        if child == 0:
            os.environ["TERM"] = "xterm-256color"
            os.execv(BIN / "kiosk", ["kiosk", "run", "--overlay", str(self.path / "overlay.yaml"), "--config", str(PROJECT / "config"),
                                     "--assets", str(PROJECT / "assets"), "--runtime", str(self.path / "runtime"), "--state", str(self.state)])
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 34, 45, 0, 0))
        threading.Thread(target=self.drain, args=(terminal,), daemon=True).start()
        try:
            def ids():
                with sqlite3.connect(self.path / "platform.db") as database:
                    return {identifier for identifier, in database.execute("SELECT id FROM events")}
            eventually("all are delivered", lambda: len(ids() & set(self.ids)) == len(self.ids) or os.waitpid(child, os.WNOHANG)[0])
            return ids() & set(self.ids)
        finally:
            os.kill(child, 15)
            os.waitpid(child, 0)

    @staticmethod
    def drain(terminal):
        try:
            while os.read(terminal, 65536):
                pass
        except OSError:
            pass

    def test_the_older_version_goes_on_with_the_newer_database(self):
        self.assertEqual(self.updater("copy_queue").returncode, 0)
        self.newer_version("ALTER TABLE event ADD COLUMN note TEXT", "CREATE TABLE more (text TEXT)")
        self.append(5)
        self.assertEqual(self.updater("mend_queue").returncode, 0)
        self.assertEqual(list(self.state.glob("*.newer-*")), [], "the copy was used although it was not needed")
        self.assertEqual(len(self.delivered()), 505)

    def test_a_database_that_the_older_version_cannot_use(self):
        self.assertEqual(self.updater("copy_queue").returncode, 0)
        self.newer_version("ALTER TABLE event RENAME COLUMN data TO content")
        self.assertEqual(self.updater("mend_queue").returncode, 0)
        self.assertEqual(len(list(self.state.glob("*.newer-*"))), 1)
        self.assertEqual(len(self.delivered()), 500)


if __name__ == "__main__":
    unittest.main()
