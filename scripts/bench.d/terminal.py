"""From the byte written into the terminal to the first byte of the changed picture out of it."""
import random

from measuring.kiosk import Kiosk
from measuring.percentiles import percentile, summary

PRESSES = 200


def run(bench):
    sound = bench.sound()
    gaps = random.Random(2)
    times = []
    with Kiosk(bench, bench.directory("terminal"), sound.device, sound.environment) as kiosk:
        kiosk.await_ready()
        kiosk.press("*")  # begins the session
        kiosk.drain(2)
        for index in range(PRESSES):
            # Over half a second apart, and at no fixed beat: nothing is filtered, and the clock's tick falls anywhere.
            kiosk.drain(gaps.uniform(0.52, 0.62))
            pressed = kiosk.press("7*"[index % 2])
            first, arrived = kiosk.read(2)
            if not first:
                raise RuntimeError(f"press {index + 1} changed nothing on the screen")
            times.append((arrived - pressed) / 1e6)
    bench.note(f"key to frame: {summary(times)} ms")
    bench.figure("key_to_frame_p50", percentile(times, 0.5), "ms")
    bench.figure("key_to_frame_p99", percentile(times, 0.99), "ms")
