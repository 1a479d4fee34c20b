import fcntl
import hashlib
import os
import queue
import shutil
import subprocess
import threading
import unittest

from programs import Case, script

PACKAGE = "kiosk-test-package"


@unittest.skipUnless(shutil.which("apt-get") and shutil.which("dpkg-deb"), "no apt here")
class Locks(Case):
    """Uses the real apt, with its own lists, archives, locks and source. In place of unpacking, the request is only
    noted."""

    def setUp(self):
        super().setUp()
        for name in ("lists/partial", "archives/partial", "dpkg", "none", "source", "package/DEBIAN"):
            os.makedirs(self.path(name))
        self.write("dpkg/status", "")
        self.source()
        self.write("sources.list", f"deb [trusted=yes] file:{self.path('source')} ./\n")
        dpkg = self.program("dpkg-stand-in", f'echo "$@" >>{self.path("asked")}')
        # This sudo admits a user who is not root. Only these directories are written to.
        self.program("sudo", 'exec "$@"')
        settings = {
            "Dir::Etc::Parts": self.path("none"), "Dir::Etc::Main": "/dev/null",
            "Dir::Etc::SourceList": self.path("sources.list"), "Dir::Etc::SourceParts": self.path("none"),
            "Dir::State::Lists": self.path("lists"), "Dir::State::Status": self.path("dpkg", "status"),
            "Dir::State::extended_states": self.path("extended"), "Dir::Cache": self.directory,
            "Dir::Cache::Archives": self.path("archives"), "Dir::Log": self.directory, "Dir::Bin::dpkg": dpkg,
            "APT::Sandbox::User": "",
        }
        self.write("apt.conf", "".join(f'{name} "{value}";\n' for name, value in settings.items()))

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)

    def source(self):
        """Creates a source with one empty package."""
        control = f"Package: {PACKAGE}\nVersion: 1\nArchitecture: all\nMaintainer: Nobody <nobody@example.org>\n"
        control += "Description: nothing\n"
        self.write("package/DEBIAN/control", control)
        built = self.path("source", "package.deb")
        subprocess.run(["dpkg-deb", "--build", self.path("package"), built], check=True, capture_output=True)
        with open(built, "rb") as file:
            content = file.read()
        digest = hashlib.sha256(content).hexdigest()
        self.write("source/Packages", f"{control}Filename: ./package.deb\nSize: {len(content)}\nSHA256: {digest}\n")

    def hold(self, name):
        """Holds a lock as apt and dpkg do. Closing the returned file releases it."""
        file = open(self.path(name), "w", encoding="utf-8")
        self.addCleanup(file.close)
        fcntl.lockf(file, fcntl.LOCK_EX)
        return file

    def install(self, package=PACKAGE):
        """Starts the installation. Returns it, and a function that waits for the next line of its complaints."""
        program = subprocess.Popen(
            [script("install-packages"), package], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, text=True, env=self.environment(APT_CONFIG=self.path("apt.conf")))
        lines = queue.Queue()

        def read():
            for line in program.stderr:
                # This ignores apt's warning that the stand-in unpacked nothing.
                if line.startswith(("waiting", "E: ")):
                    lines.put(line.rstrip("\n"))
            lines.put(None)

        reader = threading.Thread(target=read)
        reader.start()

        def end():
            program.kill()
            program.wait()
            reader.join()
            program.stderr.close()

        self.addCleanup(end)
        return program, lambda: lines.get(timeout=60)

    def asked(self):
        try:
            with open(self.path("asked"), encoding="utf-8") as file:
                return file.read()
        except OSError:
            return ""

    def test_each_lock_is_waited_for_and_named_with_who_holds_it(self):
        names = ["lists/lock", "dpkg/lock-frontend", "archives/lock"]
        held = [self.hold(name) for name in names]
        program, line = self.install()
        for name, file in zip(names, held):
            said = line()
            self.assertTrue(said.startswith(f"waiting for apt's lock: {self.path(name)}, held by {os.getpid()} ("), said)
            self.assertNotIn(PACKAGE, self.asked())
            file.close()
        self.assertIsNone(line())
        self.assertEqual(program.wait(60), 0)
        self.assertIn("package.deb", self.asked())

    def test_without_a_lock_nothing_is_said(self):
        program, line = self.install()
        self.assertIsNone(line())
        self.assertEqual(program.wait(60), 0)
        self.assertIn("package.deb", self.asked())

    def test_any_other_failure_is_shown_and_ends_it(self):
        program, line = self.install("kiosk-no-such-package")
        self.assertIn("Unable to locate package kiosk-no-such-package", line())
        self.assertEqual(program.wait(60), 100)
