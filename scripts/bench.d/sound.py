"""From the byte written into the terminal to the first block of the new prompt arriving at the sound device."""
import random

from measuring.kiosk import Kiosk
from measuring.percentiles import percentile, summary

PRESSES = 120


def run(bench):
    sound = bench.sound()
    gaps = random.Random(3)
    times = []
    with Kiosk(bench, bench.directory("sound-kiosk"), sound.device, sound.environment) as kiosk:
        kiosk.await_ready()
        kiosk.press("*")  # begins the session
        kiosk.drain(2)
        for index in range(PRESSES):
            kiosk.drain(gaps.uniform(0.52, 0.62))
            while sound.next_stream(0):
                pass  # an old one
            pressed = kiosk.press("7*"[index % 2])
            arrived = sound.next_stream(2)
            if arrived is None:
                raise RuntimeError(f"press {index + 1} was not heard")
            times.append((arrived - pressed) / 1e6)
    bench.note(f"key to sound: {summary(times)} ms")
    bench.figure("key_to_sound_p50", percentile(times, 0.5), "ms")
    bench.figure("key_to_sound_p99", percentile(times, 0.99), "ms")
