"""A booth in an emulated machine: starts it, presses its keys, looks at its screen, runs commands in it, takes its parts away."""
import base64
import itertools
import json
import pathlib
import socket
import subprocess
import time

FOLDER = pathlib.Path(__file__).resolve().parents[3] / ".build-boot"
# What deploy/machine/etc/default/grub.d gives to a real booth's kernel. nosoftlockup: an emulated processor stands still
# whenever this machine has something else to do. mitigations=off: they make an emulated one slower still.
KERNEL = ("root=/dev/vda rw console=ttyS0 quiet loglevel=3 systemd.show_status=no vt.global_cursor_default=0 consoleblank=0 "
          "panic=10 fsck.repair=yes nosoftlockup mitigations=off")
# The machine's time is counted in its own instructions, 2 ns each, so that its figures do not depend on what else this machine
# does. When it has nothing to do, its time is the real one.
CLOCK = ["-icount", "shift=1,sleep=on"]
KEYPAD = "usb-kbd,id=keypad,bus=usb.0,port=1"
CARD = "AC97,id=card,bus=pci.0,addr=0x1e,audiodev=sound"
# Milliseconds for which a key is held.
HOLD = 80


class Gone(Exception):
    """The machine does not answer."""


def real_time(condition, limit):
    """Waits for the condition in real seconds, and returns how many it took; None if it did not come."""
    since = time.monotonic()
    while time.monotonic() - since < limit:
        if condition():
            return time.monotonic() - since
        time.sleep(1)
    return None


class Lines:
    """A Unix socket of qemu's, one text a line."""

    def __init__(self, path, deadline=20):
        end = time.monotonic() + deadline
        self.socket = socket.socket(socket.AF_UNIX)
        while True:
            try:
                self.socket.connect(str(path))
                break
            except OSError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.05)
        self.rest = b""

    def send(self, text):
        self.socket.sendall(text.encode() + b"\n")

    def line(self, timeout):
        """The next line, or None if it did not come in time."""
        end = time.monotonic() + timeout
        while b"\n" not in self.rest:
            left = end - time.monotonic()
            if left <= 0:
                return None
            self.socket.settimeout(left)
            try:
                data = self.socket.recv(1 << 16)
            except TimeoutError:
                return None
            except OSError as problem:
                raise Gone(str(problem)) from None
            if not data:
                raise Gone("connection closed")
            self.rest += data
        text, self.rest = self.rest.split(b"\n", 1)
        return text.decode(errors="replace")


class Machine:
    """One run of qemu. Its disks are copies of the image's: fresh ones, or with `keep` those that the last run left."""

    numbers = itertools.count(1)

    def __init__(self, name="booth", keep=False, kernel="", link=True, state=True, size="1080x1920"):
        self.folder = FOLDER / "run"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.options = {"name": name, "kernel": kernel, "link": link, "state": state, "size": size}
        for path in self.folder.glob("*.sock"):
            path.unlink()
        disks = []
        for disk in ["root", "state"][:1 + state]:
            file = self.folder / f"{disk}.qcow2"
            if not keep:
                subprocess.run(["qemu-img", "create", "-q", "-f", "qcow2", "-F", "raw", "-b", FOLDER / f"{disk}.img", file], check=True)
            disks += ["-drive", f"file={file},if=none,id={disk},format=qcow2", "-device", f"virtio-blk-pci,drive={disk},id={disk}disk"]
        width, height = size.split("x")
        arguments = [
            "qemu-system-x86_64", "-accel", "tcg", *CLOCK, "-m", "1024", "-nodefaults", "-no-user-config", "-display", "none",
            "-kernel", FOLDER / "vmlinuz", "-initrd", FOLDER / "initrd", "-append", f"{KERNEL} {kernel}".strip(), *disks,
            # Noon in Shanghai, every time: the booth's screen is that of the day. (systemd lets no clock be older than itself.)
            "-rtc", "base=2026-09-01T04:00:00,clock=vm", "-serial", f"file:{self.folder}/{name}.log",
            "-device", f"virtio-vga,xres={width},yres={height}", "-device", "qemu-xhci,id=usb", "-device", KEYPAD,
            "-audiodev", "none,id=sound", "-device", CARD, "-device", "i6300esb", "-action", "watchdog=reset",
            # A network that leads nowhere: it gives an address and nothing else.
            "-netdev", "user,id=net,restrict=on", "-device", "virtio-net-pci,netdev=net,id=ethernet",
            "-device", "virtio-serial", "-chardev", f"socket,id=shell,path={self.folder}/shell.sock,server=on,wait=off",
            "-device", "virtserialport,chardev=shell,name=test",
            "-qmp", f"unix:{self.folder}/qmp.sock,server=on,wait=off", "-S"]
        self.process = subprocess.Popen([str(argument) for argument in arguments],
                                        stderr=open(self.folder / f"{name}.qemu", "w"))
        self.qmp = Lines(self.folder / "qmp.sock")
        self.qmp.line(10)
        self.events = []
        self.control("qmp_capabilities")
        self.shell = Lines(self.folder / "shell.sock")
        if not link:
            self.link(False)
        self.control("cont")

    def restart(self):
        """A new machine with the disks of the last one, and with what it remembers."""
        self.__init__(**self.options, keep=True)

    def link(self, up):
        """Plugs the network cable in, or pulls it."""
        self.control("set_link", name="net", up=up)

    def remember(self, name):
        """Keeps the whole machine as it is now, for `recall`."""
        self.monitor(f"savevm {name}")

    def recall(self, name):
        """Makes the machine what it was, disks and all."""
        self.monitor(f"loadvm {name}")
        self.shell.rest = b""

    def monitor(self, text):
        answer = self.control("human-monitor-command", **{"command-line": text}).strip()
        if answer:
            raise RuntimeError(f"qemu: {text}: {answer}")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.cut()

    def control(self, command, **arguments):
        """A command to qemu."""
        self.qmp.send(json.dumps({"execute": command, "arguments": arguments}))
        while True:
            line = self.qmp.line(120)
            if line is None:
                raise Gone(f"qemu: no answer to {command}")
            answer = json.loads(line)
            if "event" in answer:
                self.events.append((time.monotonic(), answer["event"]))
            elif "error" in answer:
                raise RuntimeError(f"qemu: {command}: {answer['error']['desc']}")
            else:
                return answer["return"]

    def unplug(self, device):
        """Takes a device away. The machine has to agree, which takes it a moment."""
        before = self.happened("DEVICE_DELETED")
        self.control("device_del", id=device)
        assert real_time(lambda: self.happened("DEVICE_DELETED") > before, 60), f"{device} is still plugged in"

    def plug(self, device):
        """Gives a device back, written as on qemu's command line."""
        driver, *options = device.split(",")
        self.control("device_add", driver=driver, **dict(option.split("=") for option in options))

    def happened(self, event):
        """How often qemu has reported this event."""
        self.control("query-status")
        return sum(1 for _, name in self.events if name == event)

    def cut(self):
        """The power goes."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()

    # Commands in the machine.

    def run(self, text, timeout=60):
        """Runs a command in the machine, as root: its status and what it printed."""
        number = next(self.numbers)
        self.shell.send(f"{number} {base64.b64encode(text.encode()).decode()}")
        end = time.monotonic() + timeout
        while (left := end - time.monotonic()) > 0:
            line = self.shell.line(left)
            if line is None:
                break
            words = line.split(" ")
            if words[0] == str(number) and len(words) >= 2:
                return int(words[1]), base64.b64decode(words[2] if len(words) > 2 else "").decode(errors="replace").strip()
        raise Gone(f"no answer to: {text}")

    def output(self, text, timeout=60):
        """What a command printed. It has to succeed."""
        status, printed = self.run(text, timeout)
        if status != 0:
            raise AssertionError(f"{text}: status {status}: {printed}")
        return printed

    def now(self):
        """The machine's own time: seconds since it was switched on."""
        return float(self.output("cut -d' ' -f1 /proc/uptime"))

    def until(self, what, condition, limit=120):
        """Waits until the condition holds, and returns the machine's time then. The limit is in the machine's own seconds."""
        end = self.now() + limit
        while True:
            value, now = condition(), self.now()
            if value:
                return now
            if now > end:
                raise AssertionError(f"not within {limit} s: {what}")
            time.sleep(0.3)

    def wait(self, seconds):
        """Lets the machine's own time pass."""
        end = self.now() + seconds
        while self.now() < end:
            time.sleep(0.5)

    def wait_for_shell(self, limit=900):
        """Waits until commands are answered; the limit is in real seconds."""
        end = time.monotonic() + limit
        while True:
            try:
                return self.run("true", 5)
            except Gone:
                if time.monotonic() > end or self.process.poll() is not None:
                    raise

    def status(self):
        """What the running kiosk says of itself; {} if it says nothing."""
        try:
            code, text = self.run("timeout 5 kiosk control status", 20)
        except Gone:
            return {}
        if code != 0:
            return {}
        return dict(line.split(" ", 1) for line in text.splitlines() if " " in line and not line.startswith(" "))

    def pid(self, name):
        """The process of this name, 0 if there is none."""
        name = "baresip" if name == "agent" else name
        text = self.run(f"grep -lsx {name} /proc/[0-9]*/comm | sort -t/ -k3n | head -n 1 | cut -d/ -f3")[1]
        return int(text.split()[0]) if text else 0

    # Keys and screen.

    def press(self, *keys):
        for key in keys:
            self.control("send-key", keys=[{"type": "qcode", "data": part} for part in key.split("+")], **{"hold-time": HOLD})
            time.sleep(0.35)

    def picture(self, path, format="png"):
        self.control("screendump", filename=str(path), format=format)
        return path

    def is_home(self):
        """Whether the booth's first page is on the screen, by day or by night: the red of its emergency tiles, the yellow of its
        services. No terminal without the kiosk and no other page has that much of both."""
        data = pathlib.Path(self.picture(self.folder / "screen.ppm", "ppm")).read_bytes()
        pixels = data.split(b"\n", 3)[3]
        points = [pixels[at:at + 3] for at in range(0, len(pixels) - 2, 201)]
        red = sum(1 for r, g, b in points if r > 0x70 and g < 0x18 and b < 0x18)
        yellow = sum(1 for r, g, b in points if r > 0xB0 and g > 0x90 and b < 0x20)
        return red > len(points) / 10 and yellow > len(points) / 40
