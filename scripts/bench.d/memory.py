"""Measures the kiosk's memory after a resident has used much of it, in both languages."""
import pathlib

from measuring.kiosk import Kiosk

# The keys, and how long to look at their pages. This is not a test of the screens: the end checks that they were seen.
VISIT = [
    ("7", 1), ("1", 1), ("1", 1), ("*", 1), ("*", 1), ("*", 1),
    ("8", 1), ("1", 1), ("*", 1), ("2", 1), ("*", 1), ("3", 1), ("*", 1), ("4", 1), ("*", 1), ("*", 1),
    ("9", 1), ("*", 1),
    ("1", 1), ("#", 4), ("*", 1),
    ("2", 1), ("1", 1), ("*", 1), ("*", 1), ("*", 1),
    ("3", 1), ("1", 0.3), ("3", 0.3), ("9", 0.3), ("*", 0.3), ("*", 0.3), ("*", 0.3), ("*", 1),
    ("S", 2), ("*", 2),
    ("0", 5), ("*", 0.7), ("*", 2), ("*", 2), ("*", 2),
]
LANGUAGE = ("L", 1)


def run(bench):
    with Kiosk(bench, bench.directory("memory")) as kiosk:
        kiosk.await_ready()
        seen = set()
        for keys, seconds in [("*", 2)] + VISIT + [LANGUAGE] + VISIT:
            kiosk.press(keys)
            kiosk.drain(seconds)
            seen.add(kiosk.status().get("screen", "").split(" ")[0])
        kiosk.drain(3)
        lines = dict(
            line.split(":", 1) for line in pathlib.Path(f"/proc/{kiosk.pid}/status").read_text().splitlines())
    bench.note(f"screens seen: {', '.join(sorted(seen))}; peak {megabytes(lines['VmHWM']):.1f} MB, "
               f"of it now private {megabytes(lines['RssAnon']):.1f} MB")
    if len(seen) < 8:
        raise RuntimeError("too few screens were seen")
    bench.figure("resident_memory", megabytes(lines["VmRSS"]), "MB")


def megabytes(field):
    """Returns megabytes of 1,000,000 bytes, from a line of /proc/PID/status."""
    return int(field.split()[0]) * 1024 / 1e6
