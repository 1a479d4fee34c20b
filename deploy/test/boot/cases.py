"""What a booth must survive. Each case gets a machine that is up, and returns what is worth noting."""
import time

CASES = {}


def case(function):
    CASES[function.__name__.replace("_", "-")] = function
    return function


def main_pid(unit):
    return f"systemctl show -p MainPID --value {unit}"


KIOSK = "pgrep -xo kiosk"
PARTS = {
    "kiosk": KIOSK, "foot": "pgrep -xo foot", "cage": "pgrep -xo cage", "seatd": "pgrep -xo seatd",
    "agent": "pgrep -xo baresip", "line": "pgrep -xo kiosk-line", "sos": "pgrep -xo booth-sos",
}


def strike(machine, part, signal):
    """Sends a part a signal, and returns the seconds until it is replaced, the home page is there, and the line is up."""
    before = machine.output(PARTS[part])
    assert before, f"{part} does not run"
    start = time.monotonic()
    machine.run(f"kill -{signal} {before}")
    machine.until(f"another {part}", f'now=$({PARTS[part]}) && [ "$now" != {before} ]')
    machine.until_home()
    machine.until_line()
    return f"{time.monotonic() - start:.1f} s to home page and line"


for part in PARTS:
    CASES[f"{part}-killed"] = lambda machine, part=part: strike(machine, part, "KILL")


@case
def agent_stopped(machine):
    return strike(machine, "agent", "STOP")


@case
def line_stopped(machine):
    return strike(machine, "line", "STOP")


@case
def sos_stopped(machine):
    return strike(machine, "sos", "STOP")


@case
def no_way_out_of_the_page(machine):
    """No key gets a resident to a shell or another terminal."""
    before = machine.output("fgconsole")
    for keys in [("ctrl", "alt", "f1"), ("ctrl", "alt", "f2"), ("ctrl", "alt", "delete"), ("alt", "sysrq", "b"),
                 ("ctrl", "c"), ("ctrl", "z"), ("ctrl", "alt", "backspace"), ("meta_l",)]:
        machine.press(*keys)
        time.sleep(1)
    assert machine.output("fgconsole") == before, "another terminal is in front"
    machine.until_home()
    assert machine.run("systemctl is-active 'getty@*' | grep -qx active")[0] != 0, "a getty runs"
    return "same terminal, same page"


@case
def keypad_unplugged(machine):
    machine.monitor("device_del", id="keypad")
    machine.until("it is gone", "! grep -qi 'virtio keyboard' /proc/bus/input/devices")
    machine.monitor("device_add", driver="virtio-keyboard-pci", id="keypad2")
    machine.until("it is back", "grep -qi 'virtio keyboard' /proc/bus/input/devices")
    time.sleep(3)
    machine.press("8")
    return f"{machine.until('its key opens a page', 'kiosk control status | grep -q ^session.[^n]'):.1f} s to a page by its key"


@case
def disk_full(machine):
    machine.run("fallocate -l $(df --output=avail -B1 / | tail -1) /full; dd if=/dev/zero of=/full2 bs=4k 2>/dev/null; true", 120)
    machine.run("systemctl kill -s KILL kiosk.service")
    time.sleep(2)
    seconds = machine.until_home()
    machine.run("rm -f /full /full2")
    return f"killed with a full disk, {seconds + 2:.1f} s to the page"


@case
def disk_read_only(machine):
    machine.run("echo u >/proc/sysrq-trigger; sleep 1")
    machine.run("systemctl kill -s KILL kiosk.service")
    time.sleep(2)
    return f"killed with a read-only disk, {machine.until_home() + 2:.1f} s to the page"


@case
def run_full(machine):
    machine.run("dd if=/dev/zero of=/run/full bs=64k 2>/dev/null; true", 120)
    machine.run("systemctl kill -s KILL kiosk.service")
    time.sleep(2)
    seconds = machine.until_home()
    machine.run("rm -f /run/full")
    return f"{seconds + 2:.1f} s to the page"


@case
def clock_jump(machine):
    machine.run("date -s '+400 days'")
    time.sleep(3)
    machine.until_home()
    machine.run("date -s '-800 days'")
    time.sleep(3)
    machine.until_home()
    return "400 days ahead and back, the page stays"


@case
def broken_configuration(machine):
    machine.run("echo 'this is: [not' >>/etc/kiosk/functions.yaml; systemctl kill -s KILL kiosk.service")
    time.sleep(2)
    seconds = machine.until_home()
    machine.until("it says so", "kiosk control status | grep -q 'configuration'")
    return f"{seconds + 2:.1f} s to the page with the last good configuration"


@case
def nothing_listens(machine):
    """Nothing is open to the network but the SIP port of a live booth; this one is not live."""
    output = machine.output("ss -Hltun | awk '{print $1, $5}' | grep -v '127.0.0.1' | grep -v '\\[::1\\]'; true")
    assert not output, output
    return "no socket beyond loopback"


@case
def kiosk_hangs_at_sos(machine):
    """The kiosk is stopped, the SOS key is pressed on the emulated keypad, and the SOS service dials."""
    machine.until_line()
    machine.run(f"kill -STOP $({KIOSK})")
    start = time.monotonic()
    machine.press("f11")
    machine.until("the service takes over", "journalctl -u booth-sos -o cat | grep -q 'does not answer the SOS key'")
    taken = time.monotonic() - start
    machine.until("it has the line or dials", "journalctl -u booth-sos -u kiosk-line -o cat | grep -Eq 'refused to dial|line' ", 60)
    machine.run(f"kill -CONT $({KIOSK})")
    return f"{taken:.1f} s after the key its countdown had begun"


@case
def memory(machine):
    output = machine.output("for p in cage foot seatd kiosk baresip kiosk-line booth-sos booth-storage-watch; do for i in $(pgrep -x $p); do awk -v p=$p '/^Pss:/{s+=$2}END{print p, s}' /proc/$i/smaps_rollup; done; done")
    total = sum(int(line.split()[1]) for line in output.splitlines())
    return f"{total / 1024:.0f} MB PSS in all: " + ", ".join(output.splitlines())


@case
def written_when_idle(machine):
    def sectors():
        return int(machine.output("awk '$3==\"vda\"{print $10}' /proc/diskstats"))
    time.sleep(60)
    before = sectors()
    time.sleep(300)
    return f"{(sectors() - before) * 512 / 1024 * 12:.0f} kB an hour, from five idle minutes"
