"""Measures how often anything in the kiosk runs while nobody uses it."""
import pathlib
import time

from measuring.kiosk import Kiosk

SETTLE, SECONDS = 20, 60


def run(bench):
    with Kiosk(bench, bench.directory("idle")) as kiosk:
        kiosk.await_ready()
        kiosk.drain(SETTLE)
        start = latest = switches(kiosk.pid)
        last = dict(start)
        begun = time.monotonic()
        while time.monotonic() - begun < SECONDS:
            kiosk.drain(1)
            # A thread that ends takes its count with it, so its count of a second ago is used instead.
            latest = switches(kiosk.pid)
            last.update(latest)
        seconds = time.monotonic() - begun
        if kiosk.status().get("session", "").split(" ")[0] != "none":
            raise RuntimeError("somebody used the kiosk meanwhile")
    moved = {key: count - start.get(key, 0) for key, count in last.items()}
    for (thread, name), count in sorted(moved.items(), key=lambda entry: -entry[1]):
        if count:
            bench.note(f"  {count:5} {name} ({thread})")
    bench.figure("idle_wakeups", sum(moved.values()) / seconds, "/s")


def switches(pid):
    """Returns the context switches so far, voluntary or not, by thread."""
    counts = {}
    for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
        try:
            lines = dict(line.split(":", 1) for line in (task / "status").read_text().splitlines())
        except FileNotFoundError:
            continue  # ended meanwhile
        counts[task.name, lines["Name"].strip()] = (
            int(lines["voluntary_ctxt_switches"]) + int(lines["nonvoluntary_ctxt_switches"]))
    return counts
