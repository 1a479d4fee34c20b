"""Measures the time from exec to the first picture, with platform and agent already running."""
import time

from measuring.kiosk import Kiosk
from measuring.percentiles import percentile, summary

STARTS = 20


def run(bench):
    state = bench.directory("start")
    frames, agents = [], []
    for index in range(STARTS + 1):
        with Kiosk(bench, state, speaker="null") as kiosk:
            frame = await_frame(kiosk)
            found = kiosk.await_status(agent="connected")
            agent = time.monotonic_ns()
            if "storage" in found.get("faults", "").split(", "):
                raise RuntimeError("the queue is out of order")
            kiosk.drain(0.5)
            if index:  # the first one makes the database
                frames.append((frame - kiosk.executed_at) / 1e6)
                agents.append((agent - kiosk.executed_at) / 1e6)
    bench.note(f"first frame: {summary(frames)} ms; agent connected: {summary(agents)} ms")
    bench.figure("start_to_first_frame", percentile(frames, 0.5), "ms")


def await_frame(kiosk):
    """Returns the time of the first picture. The terminal set-up is plain ASCII; the picture has Chinese words."""
    while True:
        seen, arrived = kiosk.read(10)
        if not seen:
            raise RuntimeError("no picture after 10 s")
        if any(byte >= 0x80 for byte in seen):
            return arrived
