"""An emulated booth: qemu without a way out, its keys, its screen, and commands in it."""
import base64
import contextlib
import json
import pathlib
import socket
import subprocess
import time

LIMIT = 150
SECONDS_OF_A_QUESTION = 60


class Gone(Exception):
    """The machine does not answer."""


class Machine:
    """One run of the machine. Unless `keeps` is set, nothing that it writes outlives the run."""

    def __init__(self, work, keeps=False, extra=()):
        self.work = pathlib.Path(work)
        self.started = time.monotonic()
        for name in ["qmp", "commands"]:
            (self.work / name).unlink(missing_ok=True)
        self.process = subprocess.Popen(
            ["qemu-system-x86_64", "-accel", "tcg,thread=multi", "-m", "1024", "-smp", "2", "-nic", "none", "-no-reboot",
             "-kernel", "vmlinuz", "-initrd", "initrd",
             "-append", "root=/dev/vda rw console=ttyS0 quiet consoleblank=0 panic=10 vt.global_cursor_default=0",
             "-drive", f"file=disk.img,if=virtio,format=raw,snapshot={'off' if keeps else 'on'}",
             "-display", "none", "-serial", "file:serial", "-device", "virtio-vga,xres=1080,yres=1920",
             "-device", "virtio-keyboard-pci,id=keypad", "-device", "i6300esb",
             "-audiodev", "none,id=sound", "-device", "intel-hda", "-device", "hda-duplex,audiodev=sound",
             "-device", "virtio-serial-pci", "-chardev", "socket,id=commands,path=commands,server=on,wait=off",
             "-device", "virtserialport,chardev=commands,name=booth-test", "-qmp", "unix:qmp,server=on,wait=off", *extra],
            cwd=self.work, stderr=open(self.work / "qemu.log", "w"))
        self.qmp = self.connect("qmp").makefile("rw")
        self.qmp.readline()
        self.monitor("qmp_capabilities")
        self.commands = self.connect("commands")
        self.questions, self.received = 0, b""

    def connect(self, name):
        end = time.monotonic() + 20
        while True:
            connection = socket.socket(socket.AF_UNIX)
            try:
                connection.connect(str(self.work / name))
                return connection
            except OSError:
                connection.close()
                if time.monotonic() > end:
                    raise
                time.sleep(0.1)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.cut_power()

    def cut_power(self):
        self.process.kill()
        self.process.wait()

    def age(self):
        """Seconds since it was switched on."""
        return time.monotonic() - self.started

    # The monitor

    def monitor(self, command, **arguments):
        self.qmp.write(json.dumps({"execute": command, "arguments": arguments}) + "\n")
        self.qmp.flush()
        while True:
            answer = json.loads(self.qmp.readline())
            if "return" in answer or "error" in answer:
                return answer

    def press(self, *keys):
        """Presses keys together, by qemu's names: f11 is SOS, backspace `*`, ret `#`."""
        self.monitor("send-key", keys=[{"type": "qcode", "data": key} for key in keys])

    def picture(self, path):
        self.monitor("screendump", filename=str(pathlib.Path(path).resolve()), format="png")

    # Commands in the machine

    def run(self, command, limit=SECONDS_OF_A_QUESTION):
        """The status and the output of a shell command."""
        self.questions += 1
        self.commands.settimeout(limit)
        try:
            self.commands.sendall(f"{self.questions} {command}\n".encode())
            while True:
                while b"\n" not in self.received:
                    piece = self.commands.recv(65536)
                    if not piece:
                        raise Gone("the machine is off")
                    self.received += piece
                answer, self.received = self.received.split(b"\n", 1)
                number, _, text = answer.partition(b" ")
                if number == str(self.questions).encode():
                    output, _, status = base64.b64decode(text).decode("utf-8", "replace").rpartition("status ")
                    return int(status), output
        except TimeoutError as error:
            raise Gone(f"no answer to: {command}") from error

    def output(self, command):
        return self.run(command)[1].strip()

    def until(self, what, command, limit=LIMIT):
        """Waits until a command succeeds, and returns the seconds that took."""
        start = time.monotonic()
        while time.monotonic() - start < limit:
            with contextlib.suppress(Gone):
                if self.run(command)[0] == 0:
                    return time.monotonic() - start
            time.sleep(0.5)
        raise AssertionError(f"not within {limit} s: {what}\n{self.run('systemctl --failed --no-legend; journalctl -n 30 --no-pager -o cat')[1]}")

    # The booth

    def until_up(self):
        """Waits for the boot, then for the home page. Returns the seconds since the machine was switched on."""
        end = time.monotonic() + LIMIT
        while True:
            try:
                self.run("true", 5)
                break
            except Gone:
                if time.monotonic() > end:
                    raise
        self.until_home()
        return self.age()

    def until_home(self):
        return self.until("the kiosk answers and its page is up", "kiosk control status | grep -q '^screen .*[0-9]x[0-9]'")

    def until_line(self):
        return self.until("the SIP agent is up", "kiosk control status | grep -Eq '^agent connected'")
