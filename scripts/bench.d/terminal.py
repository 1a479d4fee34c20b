"""Measures the time from the byte written into the terminal to the first byte of the changed picture."""
from measuring.kiosk import Kiosk
from measuring.percentiles import percentile, summary
from measuring.presses import key_to_frame


def run(bench):
    sound = bench.sound()
    with Kiosk(bench, bench.directory("terminal"), sound.device, sound.environment) as kiosk:
        kiosk.await_ready()
        times = key_to_frame(kiosk)
    bench.note(f"key to frame: {summary(times)} ms")
    bench.figure("key_to_frame_p50", percentile(times, 0.5), "ms")
    bench.figure("key_to_frame_p99", percentile(times, 0.99), "ms")
