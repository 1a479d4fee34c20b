"""What a booth must survive. A case gets a booth that shows its first page, and returns what is worth noting: (figure, note).
Its times are the machine's own."""
import random

from machine import CARD, KEYPAD, Gone, Machine, real_time

CASES, POWER_CUTS = {}, {"short": 2, "full": 20}
# What takes long for its own sake runs with --full or by its name.
SLOW = {"never-blanks"}


def case(function):
    CASES[function.__name__.replace("_", "-")] = function
    return function


def calls(machine, word="INVITE"):
    """The calls that have reached the trunk."""
    return [line for line in machine.run("cat /run/trunk/log")[1].splitlines() if f" {word} " in line]


def is_up(machine):
    return machine.is_home() and machine.status().get("agent") == "connected"


def home_again(machine, since, limit=120):
    """The seconds until page and telephone are there."""
    return machine.until("the first page, with a telephone", lambda: is_up(machine), limit) - since


def strike(machine, part, signal):
    old, since = machine.pid(part), machine.now()
    assert old, f"{part} does not run"
    machine.output(f"kill -{signal} {old}")
    machine.until(f"another {part}", lambda: machine.pid(part) not in (0, old))
    return f"{home_again(machine, since):.1f} s", "to page and telephone"


for name in ["kiosk", "foot", "cage", "seatd", "agent", "kiosk-line", "booth-sos"]:
    CASES[f"{name}-killed"] = lambda machine, name=name: strike(machine, name, "KILL")
    if name != "seatd":
        CASES[f"{name}-stopped"] = lambda machine, name=name: strike(machine, name, "STOP")


@case
def seatd_stopped(machine):
    """A stopped seatd is noticed only by the next compositor."""
    machine.output(f"kill -STOP {machine.pid('seatd')}")
    return strike(machine, "cage", "KILL")


def sos_calls(machine, prepare, note):
    """After `prepare` the SOS key is pressed: exactly one call reaches the trunk."""
    machine.until("the SOS service knows the line", lambda: machine.run("systemctl is-active booth-sos kiosk-line")[0] == 0)
    prepare()
    before, since = len(calls(machine)), machine.now()
    machine.press("f11")
    end = machine.until("a call of the SOS key", lambda: len(calls(machine)) > before, 60)
    machine.until("it is answered", lambda: calls(machine, "ANSWERED"), 30)
    machine.wait(15)
    assert len(calls(machine)) == before + 1, f"{len(calls(machine)) - before} calls of one press"
    return f"{end - since:.1f} s", note + "; one call"


@case
def sos_kiosk_stopped(machine):
    return sos_calls(machine, lambda: machine.output(f"kill -STOP {machine.pid('kiosk')}"), "from the key to the call, the kiosk stopped by SIGSTOP")


@case
def sos_kiosk_broken(machine):
    return sos_calls(machine, lambda: machine.output("rm /usr/bin/kiosk; systemctl kill -s KILL kiosk.service"),
                     "the kiosk's program removed")


@case
def sos_disk_full(machine):
    return sos_calls(machine, lambda: machine.run("systemctl stop kiosk.service; for d in / /var/lib/kiosk; do dd if=/dev/zero of=$d/full bs=1M; done; true", 300), "no kiosk, both disks full")


@case
def sos_disk_read_only(machine):
    return sos_calls(machine, lambda: machine.output("systemctl stop kiosk.service; mount -o remount,ro /var/lib/kiosk; mount -o remount,ro / || echo u >/proc/sysrq-trigger"), "no kiosk, both disks read-only")


@case
def sos_no_sound_card(machine):
    def unplug():
        machine.output("systemctl stop kiosk.service")
        machine.unplug("card")
        machine.until("no card", lambda: machine.run("test -e /dev/snd/pcmC0D0p")[0] != 0)
    return sos_calls(machine, unplug, "no kiosk, no sound card")


@case
def sos_kiosk_alive(machine):
    """The kiosk makes the call, and the SOS service none beside it."""
    return sos_calls(machine, lambda: None, "the kiosk makes the call")


@case
def no_way_out(machine):
    since = machine.output("cat /proc/sys/kernel/random/boot_id; fgconsole")
    for keys in ["ctrl+alt+delete", *["ctrl+alt+delete"] * 8, "ctrl+alt+f1", "ctrl+alt+f2", "alt+f2", "alt+sysrq+b", "alt+sysrq+k",
                 "ctrl+c", "ctrl+z", "ctrl+backslash", "ctrl+alt+backspace", "alt+f4", "ctrl+shift+n", "ctrl+shift+u", "ctrl+shift+r"]:
        machine.press(keys)
    machine.wait(5)
    assert machine.output("cat /proc/sys/kernel/random/boot_id; fgconsole") == since, "another terminal, or a reboot"
    assert machine.pid("kiosk"), "the kiosk is gone"
    assert machine.run("systemctl is-active 'getty@*' 'serial-getty@*' | grep -qx active")[0] != 0 or \
        machine.run("systemctl is-active 'getty@*' | grep -qx active")[0] != 0, "a getty runs"
    machine.press("backspace")
    home_again(machine, 0)
    # Without a kiosk the keys reach the kernel's own keyboard driver.
    machine.output("systemctl stop kiosk.service")
    for keys in ["ctrl+alt+delete", *["ctrl+alt+delete"] * 8, "alt+sysrq+b"]:
        machine.press(keys)
    machine.wait(5)
    assert machine.output("cat /proc/sys/kernel/random/boot_id; fgconsole") == since, "a reboot, without the kiosk"
    return "", "Ctrl-Alt-Del (once and nine times), Ctrl-Alt-F1, F2, SysRq: nothing, with and without the kiosk"


@case
def usb_storage(machine):
    machine.control("blockdev-add", driver="null-co", **{"node-name": "stick", "size": 1 << 20, "read-zeroes": True})
    machine.control("device_add", driver="usb-storage", id="stick", drive="stick", bus="usb.0", port="4")
    machine.wait(10)
    assert machine.run("ls /dev/sd?")[0] != 0, "a stick became a disk"
    return "", "a plugged stick becomes no disk"


@case
def keypad_unplugged(machine):
    machine.unplug("keypad")
    machine.until("it is gone", lambda: machine.run("grep -q 'QEMU USB Keyboard' /proc/bus/input/devices")[0] != 0)
    machine.wait(3)
    machine.plug(KEYPAD)
    since = machine.until("it is back", lambda: machine.run("grep -q 'QEMU USB Keyboard' /proc/bus/input/devices")[0] == 0)

    def has_session():
        machine.press("8")
        return machine.status().get("session", "none").startswith("running")
    end = machine.until("its key opens a session", has_session, 30)
    machine.press("backspace")
    figure, note = sos_calls(machine, lambda: machine.output(f"kill -STOP {machine.pid('kiosk')}"), "")
    return f"{end - since:.1f} s", f"from plugged to its key's answer; SOS service hears it too ({figure})"


@case
def card_unplugged(machine):
    machine.unplug("card")
    machine.until("it is gone", lambda: machine.run("test -e /dev/snd/pcmC0D0p")[0] != 0)
    machine.until("the kiosk says so", lambda: "audio" in machine.status().get("faults", ""), 90)
    machine.plug(CARD)
    since = machine.now()
    end = machine.until("it no longer says so", lambda: "audio" not in machine.status().get("faults", "audio"), 120)
    return f"{end - since:.1f} s", "from plugged to no fault"


@case
def network_flapping(machine):
    for _ in range(10):
        machine.link(False)
        machine.wait(1)
        machine.link(True)
        machine.wait(1)
    assert is_up(machine), "not up"
    return "", "ten times in 20 s: page and telephone stay"


@case
def clock_jump(machine):
    since = machine.now()
    old = machine.pid("kiosk")
    for jump in ["+400 days", "-800 days", "+3 hours"]:
        machine.output(f"date -s '{jump}'")
        machine.wait(20)
        home_again(machine, since)
    assert machine.pid("kiosk") == old, "the kiosk was started again"
    return "", "400 days ahead, 800 back: same kiosk, same page"


@case
def dns_dead(machine):
    """A name server that takes every question and answers none: nothing on the screen and no call waits for it."""
    machine.output("echo 'nameserver 10.0.2.99' >/etc/resolv.conf; sed -i 's#^  url: .*#  url: https://platform.example/#' /etc/kiosk/booth.yaml")
    figure, _ = strike(machine, "kiosk", "KILL")
    before = len(calls(machine))
    machine.press("f11")
    machine.until("a call of the SOS key", lambda: len(calls(machine)) > before, 60)
    return figure, "kiosk killed, the platform has a name that nobody resolves: page, telephone, and a call of the SOS key"


@case
def never_blanks(machine):
    """Terminals and compositors blank a screen that nobody touches, most of them after ten or fifteen minutes."""
    machine.wait(21 * 60)
    assert machine.is_home(), "the first page is gone"
    return "", "21 minutes without a key: the page stays lit"


def full(machine, *folders):
    machine.run("for d in " + " ".join(folders) + "; do dd if=/dev/zero of=$d/full bs=64k; done; true", 300)


@case
def disk_full(machine):
    full(machine, "/", "/var/lib/kiosk")
    return strike(machine, "kiosk", "KILL")


@case
def disk_read_only(machine):
    machine.output("mount -o remount,ro /var/lib/kiosk; mount -o remount,ro / || echo u >/proc/sysrq-trigger")
    return strike(machine, "kiosk", "KILL")


@case
def run_full(machine):
    full(machine, "/run")
    first = strike(machine, "cage", "KILL")[0]
    return f"{strike(machine, 'agent', 'KILL')[0]}", f"cage ({first}) and agent killed"


@case
def memory_used_up(machine):
    """Something eats all memory: telephone and SOS die last."""
    pids = [machine.pid(part) for part in ["agent", "kiosk-line", "booth-sos"]]
    machine.run("systemd-run --quiet --wait -p OOMScoreAdjust=0 python3 -c 'x=[]\nwhile True: x.append(bytearray(1<<22))'", 400)
    assert [machine.pid(part) for part in ["agent", "kiosk-line", "booth-sos"]] == pids, "the kernel ended a part of the telephone"
    since = machine.now()
    return f"{home_again(machine, since):.1f} s", "agent, broker and SOS service lived on"


@case
def broken_configuration(machine):
    machine.output("for f in booth functions keys; do echo 'this is: [not' >>/etc/kiosk/$f.yaml; done")
    return strike(machine, "kiosk", "KILL")


# Cases with a start of their own.

def start(**options):
    machine = Machine(**options)
    machine.wait_for_shell()
    machine.until("the first page", machine.is_home, 240)
    return machine


@case
def disk_dead(machine):
    """No disk answers any more. The watch over the disk has the machine restarted, and with a disk that answers it comes back."""
    since = machine.now()
    slow = {"bps": 1, "bps_rd": 0, "bps_wr": 0, "iops": 0, "iops_rd": 0, "iops_wr": 0}
    for disk in ["rootdisk", "statedisk"]:
        machine.control("block_set_io_throttle", id=disk, **slow)
    waited = real_time(lambda: machine.happened("RESET") or machine.happened("WATCHDOG"), 900)
    assert waited, "no restart within 15 minutes"
    by = "the machine's watchdog" if machine.happened("WATCHDOG") else "systemd"
    for disk in ["rootdisk", "statedisk"]:
        machine.control("block_set_io_throttle", id=disk, **{**slow, "bps": 0})
    machine.wait_for_shell()
    machine.until("the first page", machine.is_home, 240)
    return f"{waited:.0f} s", f"until {by} restarted it; then it came back by itself"


@case
def kernel_panic(machine):
    machine.shell.send("0 " + "ZWNobyBjID4vcHJvYy9zeXNycS10cmlnZ2Vy")
    assert real_time(lambda: machine.happened("RESET") or machine.happened("WATCHDOG"), 300), "no restart"
    machine.wait_for_shell()
    return f"{machine.until('the first page', machine.is_home, 240):.0f} s", "from its restart to the page"


def booted(check=lambda machine: None, **options):
    with start(**options) as machine:
        note = check(machine)
        return f"{machine.now():.0f} s", note or "from power to page"


def no_state_disk(_):
    def check(machine):
        machine.until("a telephone", lambda: is_up(machine))
    return booted(check, state=False)


def dhcp_late(_):
    def check(machine):
        shown = machine.now()
        machine.link(True)
        machine.until("an address", lambda: machine.run("ip -4 -br address show scope global | grep -q .")[0] == 0, 120)
        return f"page at {shown:.0f} s without a network, then an address"
    return booted(check, link=False)


def power_cuts(_, number=2):
    """The power goes at random moments, and each time the booth comes back with what its disks hold then."""
    moments = []
    for round in range(number):
        machine = Machine(keep=round > 0)
        moment = random.uniform(2, 90)
        try:
            machine.wait_for_shell()
            while machine.now() < moment:
                pass
        except Gone:
            pass
        finally:
            machine.cut()
        moments.append(f"{moment:.0f}")
    with start(keep=True) as machine:
        machine.until("a telephone", lambda: is_up(machine))
        damaged = machine.run("journalctl -b -o cat | grep -c 'recovering journal'")[1]
        return f"{machine.now():.0f} s", f"cut at {', '.join(moments)} s; the last start, journal replays {damaged}"


# These begin without a running booth.
STARTS = {"no-state-disk": no_state_disk, "dhcp-late": dhcp_late, "power-cuts": power_cuts}
