"""A booth that can only call (`kiosk-bench booth`), its SIP agent, and the called side: the bench's own sockets, or an
operator, which is a second agent. One loop serves all of them. All times are nanoseconds of the real-time clock."""
import os
import pathlib
import random
import select
import shutil
import signal
import socket
import subprocess
import tempfile
import time

KEY_PAUSE = 0.03  # the booth of the bench takes keys this far apart


class CallHouse:
    """Everything started and connected. `far` contains the sockets that replace an operator."""

    def __init__(self, bench, far=(), silence=6000, no_sound=None):
        self.far = list(far)
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="booth-calls-", dir="/dev/shm"))
        self.booth = self.agent = self.operator = None
        self.standing, self.times, self.pressed = [], {}, None
        self.pending = b""
        try:
            control, sip, operator = free_ports(3)
            self.operator_port = None if far else sip
            callee = [side.port for side in far] or ["operator", sip, operator]
            self.booth = subprocess.Popen(
                [str(part) for part in (bench.binaries / "kiosk-bench", "booth", self.directory,
                                        bench.root / "deploy" / "baresip", control, silence, *callee)],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0,
                env=os.environ | ({"BENCH_NO_SOUND": str(no_sound)} if no_sound else {}))
            os.set_blocking(self.booth.stdout.fileno(), False)
            self.until(lambda: "home" in self.times, "a booth")
            if not far:
                self.operator = self.start("operator")
            self.agent = self.start("agent")
            self.until(lambda: self.stands("agent"), "the agent")
            if not far:
                await_bound(sip)
        except BaseException:
            self.close()
            raise

    def start(self, name):
        """Starts baresip with the configuration of this name. Its output contains numbers, so it is discarded."""
        return subprocess.Popen(["baresip", "-f", str(self.directory / name)], stdin=subprocess.DEVNULL,
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    # The loop

    def attend(self, seconds):
        """Handles what comes within this time, at most one item per source."""
        sources = {self.booth.stdout.fileno(): self.take, **{side.socket.fileno(): side.take for side in self.far}}
        for ready in select.select(list(sources), [], [], max(0, seconds))[0]:
            sources[ready]()

    def idle(self, seconds):
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.attend(left)

    def until(self, condition, what, seconds=15):
        end = time.monotonic() + seconds
        while not condition():
            left = end - time.monotonic()
            if left <= 0:
                raise RuntimeError(f"no {what} within {seconds} s; the booth stands at {' '.join(self.standing)}")
            self.attend(left)

    def take(self):
        piece = os.read(self.booth.stdout.fileno(), 1 << 16)
        if not piece:
            raise RuntimeError("the booth has ended")
        *lines, self.pending = (self.pending + piece).split(b"\n")
        for line in lines:
            what, when, *words = line.decode().split()
            if what == "pressed":
                self.pressed = int(when)
            else:
                self.standing = words
                for word in words:
                    self.times.setdefault(word, int(when))

    # The resident

    def stands(self, *words):
        return all(word in self.standing for word in words)

    def press(self, key):
        """Presses a key when the previous one is long enough ago. Returns the time at which the booth took it."""
        self.idle(KEY_PAUSE)
        self.pressed = None
        os.write(self.booth.stdin.fileno(), key.encode())
        self.until(lambda: self.pressed, f"answer to {key}")
        return self.pressed

    def dial(self):
        """Goes from home to the confirmed emergency call. Returns the time at which the confirming key was taken."""
        self.press("4")
        self.until(lambda: self.stands("countdown"), "countdown")
        self.idle(random.uniform(0.05, 0.15))  # so that nothing falls into step
        for side in self.far:
            side.forget()
        self.times = {}
        return self.press("#")

    def hang_up(self):
        for key in "**":
            self.press(key)
        self.until(lambda: self.stands("ended"), "end of the call")

    def go_home(self):
        self.press("*")
        self.until(lambda: self.stands("home"), "home")

    def close(self):
        if self.booth:
            self.booth.stdin.close()
            end(self.booth)
        for child in (self.agent, self.operator):
            if child:
                child.send_signal(signal.SIGKILL)  # it may take half a minute to end by itself
                child.wait()
        shutil.rmtree(self.directory, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def end(child):
    try:
        child.wait(10)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
    child.stdout.close()


def free_ports(count):
    """Returns ports below the ephemeral range. A client that retries a port of that range while nobody listens might be
    given the very port, and connect to itself."""
    found = []
    while len(found) < count:
        port = random.randrange(10_000, 19_000, 4)
        with socket.socket() as tcp, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
            try:
                tcp.bind(("127.0.0.1", port))
                udp.bind(("127.0.0.1", port))
            except OSError:
                continue
        if port not in found:
            found.append(port)
    return found


def await_bound(port, seconds=10):
    """Waits until a program has this UDP port. Only the kernel's table shows that."""
    deadline = time.monotonic() + seconds
    while f"0100007F:{port:04X} " not in pathlib.Path("/proc/net/udp").read_text():
        if time.monotonic() > deadline:
            raise RuntimeError(f"nobody listens at UDP port {port}")
        time.sleep(0.02)
