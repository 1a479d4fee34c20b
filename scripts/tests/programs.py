"""Programs of the project as the tests of this directory run them."""
import importlib.machinery
import importlib.util
import os
import pty
import tempfile
import unittest

SCRIPTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class Case(unittest.TestCase):
    """A directory for each test, and stand-ins for programs."""

    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="kiosk-scripts-")
        self.addCleanup(directory.cleanup)
        self.directory = directory.name

    def path(self, *names):
        path = os.path.join(self.directory, *names)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        return path

    def program(self, name, script):
        """A program in `bin`."""
        path = self.path("bin", name)
        with open(path, "w", encoding="utf-8") as file:
            file.write("#!/bin/sh\n" + script + "\n")
        os.chmod(path, 0o755)
        return path

    def environment(self, **more):
        """This process's, with `bin` before everything else."""
        return {**os.environ, "PATH": self.path("bin") + ":" + os.environ["PATH"], **more}


def script(name):
    return os.path.join(SCRIPTS, name)


def module(name):
    """A Python program of `scripts` without its ending, not run."""
    loader = importlib.machinery.SourceFileLoader(name, script(name))
    loaded = importlib.util.module_from_spec(importlib.util.spec_from_loader(name, loader))
    loader.exec_module(loaded)
    return loaded


def on_terminal(arguments, environment):
    """Runs a program on a terminal; returns its exit status and what it wrote there."""
    child, terminal = pty.fork()
    if child == 0:
        try:
            os.execvpe(arguments[0], arguments, environment)
        finally:
            os._exit(127)
    written = b""
    while True:
        try:
            piece = os.read(terminal, 65536)
        except OSError:
            break
        if not piece:
            break
        written += piece
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), written.decode()
