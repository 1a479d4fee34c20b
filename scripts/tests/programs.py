"""Helpers with which the tests in this directory run the project's programs."""
import importlib.machinery
import importlib.util
import os
import pty
import tempfile
import unittest

SCRIPTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class Case(unittest.TestCase):
    """A directory for each test, with stand-ins for programs."""

    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="kiosk-scripts-")
        self.addCleanup(directory.cleanup)
        self.directory = directory.name

    def path(self, *names):
        path = os.path.join(self.directory, *names)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        return path

    def program(self, name, script):
        """Writes a program into `bin`."""
        path = self.path("bin", name)
        with open(path, "w", encoding="utf-8") as file:
            file.write("#!/bin/sh\n" + script + "\n")
        os.chmod(path, 0o755)
        return path

    def environment(self, **more):
        """Returns this process's environment, with `bin` first in PATH."""
        return {**os.environ, "PATH": self.path("bin") + ":" + os.environ["PATH"], **more}


def script(name):
    return os.path.join(SCRIPTS, name)


def module(name):
    """Loads a Python program of `scripts`, named without its ending, without running it."""
    loader = importlib.machinery.SourceFileLoader(name, script(name))
    loaded = importlib.util.module_from_spec(importlib.util.spec_from_loader(name, loader))
    loader.exec_module(loaded)
    return loaded


def on_terminal(arguments, environment):
    """Runs a program on a terminal. Returns its exit status and its output."""
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
