"""A booth around the real booth-sos: a keypad that is a FIFO, a broker that speaks the line's protocol, and a player that
notes what it is told to play. Everything is on this machine and in a directory of the test's own."""
import contextlib
import json
import os
import pathlib
import queue
import shutil
import socket
import struct
import subprocess
import tempfile
import threading
import time

PROGRAM = os.environ.get("BOOTH_SOS", "booth-sos")
SOS, CANCEL = 87, 14
LINES = """version 1
booth PT-0042
live no
countdown {countdown}
key sos 87
key cancel 14 55
{help}
ambulance sip:booth@127.0.0.1:5070 sip:120@127.0.0.1:5070
ambulance-allowed {allowed}
end
"""
HELP = "help sip:booth@127.0.0.1:5070 sip:{number}@127.0.0.1:5070"
PLAYER = """#!/bin/sh
echo "$(basename "$4" .wav)" >> "{log}"
{then}
"""
EVENT = struct.Struct("llHHi")
LIMIT = 60


def eventually(what, condition):
    """Waits until a condition holds; an awaited event, whose limit only ends a test that has failed."""
    end = time.monotonic() + LIMIT
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.01)
    raise AssertionError(f"never: {what}")


class Broker:
    """The broker's side of the socket. Commands go to `commands`; a test answers and tells events as it likes."""

    def __init__(self, path):
        self.path, self.connection, self.commands = path, None, queue.Queue()
        self.dials, self.refuse = [], []
        self.calls = ""  # what the agent lists
        self.slow = threading.Event()  # set: a dial is answered
        self.slow.set()
        self.open()

    def open(self):
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self.path)
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(self.path))
        self.listener.listen()
        threading.Thread(target=self.serve, args=(self.listener,), daemon=True).start()

    def close(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        with contextlib.suppress(OSError):
            if self.connection:
                self.connection.shutdown(socket.SHUT_RDWR)
        self.connection = None

    def serve(self, listener):
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listener.accept()
                with connection:
                    self.connection = connection
                    self.greet()
                    self.read(connection)

    def greet(self):
        self.tell("LINE_FREE")
        self.tell("LINE_UP")

    def read(self, connection):
        received = b""
        with contextlib.suppress(OSError):
            while piece := connection.recv(65536):
                received += piece
                while b":" in received:
                    length, rest = received.split(b":", 1)
                    if len(rest) < int(length) + 1:
                        break
                    self.take(json.loads(rest[:int(length)]))
                    received = rest[int(length) + 1:]

    def take(self, command):
        if command["command"] == "dial":
            self.dials.append(command["params"])
            refusal = self.refuse.pop(0) if self.refuse else None
            if refusal is not None:
                return self.answer(command, False, refusal)
            self.slow.wait(LIMIT)
            self.tell("LINE_TAKEN", "sos")
        self.answer(command, True, self.calls if command["command"] == "listcalls" else "")
        self.commands.put((command["command"], command.get("params")))

    def send(self, message):
        payload = json.dumps(message).encode()
        self.raw(b"%d:%b," % (len(payload), payload))

    def raw(self, data):
        if self.connection:
            self.connection.sendall(data)

    def answer(self, command, accepted, text):
        self.send({"response": True, "ok": accepted, "data": text, "token": command["token"]})

    def tell(self, kind, parameter=None, **more):
        self.send({"event": True, "type": kind, "param": parameter, **more})

    def call(self, kind, identity="c1"):
        self.tell(kind, direction="outgoing", id=identity, accountaor="sip:booth@127.0.0.1:5070")

    def close_call(self, identity="c1"):
        """The end of a call, as the real broker tells it: the line is free before the agent's own event is passed on."""
        self.tell("LINE_FREE")
        self.call("CALL_CLOSED", identity)

    def wait(self, command):
        """The parameters of the next such command; others before it are dropped."""
        end = time.monotonic() + LIMIT
        while time.monotonic() < end:
            with contextlib.suppress(queue.Empty):
                name, parameters = self.commands.get(timeout=0.1)
                if name == command:
                    return parameters
        raise AssertionError(f"never told: {command}")


class Booth:
    """booth-sos with all that is around it."""

    def __init__(self, numbers=("9990001",), allowed="no", countdown=5, player="", lines=True, broker=True, device="fifo",
                 notify=False):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="sos-"))
        self.keypad, self.lines = self.directory / "keypad", self.directory / "lines"
        self.device, self.keys, self.listener, self.notified = device, None, None, None
        if device == "fifo":
            os.mkfifo(self.keypad)
        if notify:
            self.notified = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            self.notified.bind(str(self.directory / "notify"))
        self.text = LINES.format(
            countdown=countdown, allowed=allowed, help="\n".join(HELP.format(number=number) for number in numbers))
        if lines:
            self.lines.write_text(self.text)
        self.log, self.player = self.directory / "played", self.directory / "player"
        self.player.write_text(PLAYER.format(log=self.log, then=player))
        self.player.chmod(0o755)
        self.log.touch()
        self.remarks = open(self.directory / "remarks", "w+")
        self.broker = Broker(self.directory / "line.sock") if broker else None
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            [PROGRAM, "--line", self.directory / "line.sock", "--lines", self.lines, "--prompts", "/prompts",
             "--player", self.player, "--device", self.keypad], stderr=self.remarks,
            env={**os.environ, "NOTIFY_SOCKET": str(self.directory / "notify")})
        if self.device == "fifo":
            self.plug()
        if self.broker:
            eventually("connected", lambda: self.broker.connection)

    def plug(self):
        """Connects the keypad; waits until the program reads it."""
        if self.keys:
            self.keys.close()
        if self.device == "fifo":
            # Opening the other end for writing waits until the program reads.
            self.keys = open(self.keypad, "wb", buffering=0)
            return
        self.listener = self.listener or socket.socket(socket.AF_UNIX)
        if not self.keypad.exists():
            self.listener.bind(str(self.keypad))
            self.listener.listen()
        self.listener.settimeout(LIMIT)
        connection, _ = self.listener.accept()
        self.keys = connection.makefile("wb", buffering=0)
        connection.close()

    def press(self, code=SOS, value=1):
        self.keys.write(EVENT.pack(0, 0, 1, code, value))

    def played(self):
        return self.log.read_text().split()

    def press_sos(self):
        """Presses SOS and returns the press's number."""
        self.press()
        return self.broker.wait("line_sos_key")

    def said(self):
        self.remarks.flush()
        return (self.directory / "remarks").read_text()

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        running = self.process.poll()
        self.process.terminate()
        code = self.process.wait(LIMIT)
        for end in (self.keys, self.listener, self.notified):
            if end:
                end.close()
        if self.broker:
            self.broker.close()
        said = self.said()
        self.remarks.close()
        shutil.rmtree(self.directory)
        if kind is None:
            assert running is None, f"it had ended with {running}: {said}"
            assert code == 0, f"it ended with {code}: {said}"
