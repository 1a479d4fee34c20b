"""The kiosk as a resident meets it: a program in its own terminal, pressed and watched from outside."""
import fcntl
import os
import pty
import select
import signal
import socket
import struct
import termios
import time


class Program:
    """A program in a pseudo-terminal of 45 columns and 34 rows."""

    def __init__(self, command, environment=None, columns=45, rows=34):
        reader, writer = os.pipe()  # closed by exec
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            try:
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
                variables = dict(os.environ, TERM="xterm-256color", LANG="C.UTF-8", **(environment or {}))
                os.write(writer, struct.pack("q", time.monotonic_ns()))
                os.execve(command[0], command, variables)
            finally:
                os._exit(127)
        os.close(writer)
        stamp = os.read(reader, 8)
        self.executed_at = struct.unpack("q", stamp)[0]
        os.close(reader)
        os.set_blocking(self.terminal, False)
        self.code = None

    def read(self, seconds):
        """Returns what it writes within this time, at most one read of it, and the time; (b"", None) if nothing
        comes."""
        if not select.select([self.terminal], [], [], max(0, seconds))[0]:
            return b"", None
        arrived = time.monotonic_ns()
        try:
            return os.read(self.terminal, 1 << 16), arrived
        except OSError:
            raise RuntimeError(f"the program in the terminal ended ({self.end_code()})") from None

    def drain(self, seconds):
        """Reads for this long. Returns the number of bytes."""
        deadline = time.monotonic() + seconds
        count = 0
        while (left := deadline - time.monotonic()) > 0:
            count += len(self.read(left)[0])
        return count

    def press(self, keys):
        """Writes into the terminal. Returns the time just before."""
        pressed = time.monotonic_ns()
        os.write(self.terminal, keys.encode())
        return pressed

    def end_code(self):
        if self.code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self.code = os.waitstatus_to_exitcode(status) if pid else None
        return self.code

    def close(self):
        """Asks it to end, and kills it if it has not ended after 10 s."""
        if self.terminal < 0:
            return
        if self.end_code() is None:
            os.kill(self.pid, signal.SIGTERM)
        deadline = time.monotonic() + 10
        while self.end_code() is None:
            try:
                self.read(0.02)
            except RuntimeError:
                time.sleep(0.02)
            if time.monotonic() > deadline:
                os.kill(self.pid, signal.SIGKILL)
        os.close(self.terminal)
        self.terminal = -1

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Kiosk(Program):
    """`kiosk run` beside the demonstration, with its own state directory."""

    def __init__(self, bench, state, speaker="null", environment=None, config=None):
        house = bench.house()
        overlay = state / "overlay.yaml"
        overlay.write_text(house.overlay(speaker))
        self.state = state
        super().__init__([
            str(bench.binaries / "kiosk"), "run", "--config", str(config or bench.root / "config"),
            "--assets", str(bench.root / "assets"), "--state", str(state), "--overlay", str(overlay), "--microphone",
            house.microphone], environment)

    def status(self):
        """Returns the kiosk's status as a dictionary; empty while it does not answer."""
        return status(self.state)

    def await_status(self, seconds=10, **wanted):
        """Reads the terminal until the status has these words, or fails."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            now = self.status()
            if all(now.get(key, "").split(" ")[0] == word for key, word in wanted.items()) and now:
                return now
            self.drain(0.02)
        raise RuntimeError(f"the kiosk is not {wanted} after {seconds} s, but {self.status() or 'silent'}")

    def await_ready(self):
        """Waits until agent and platform are connected and the picture no longer changes."""
        self.await_status(agent="connected", platform="online")
        self.drain(1)


def status(state):
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(2)
            connection.connect(str(state / "control.sock"))
            connection.sendall(b"status\n")
            answer = b""
            while part := connection.recv(1 << 14):
                answer += part
    except OSError:
        return {}
    verdict, *lines = answer.decode().splitlines() or [""]
    if verdict != "ok":
        return {}
    return {name: rest for name, _, rest in (line.partition(" ") for line in lines)}
