"""Measures the time from the byte written into the terminal to silence and to the first block of the new prompt, at the
sound device; and what speech costs."""
import os
import random
import subprocess

from measuring.kiosk import Kiosk
from measuring.percentiles import percentile, summary

PRESSES = 120
SPEAKING_SECONDS = 20


def run(bench):
    sound = bench.sound()
    keys(bench, sound)
    command = [bench.binaries / "kiosk-bench", "voice", bench.root / "assets" / "prompts", sound.device,
               str(SPEAKING_SECONDS)]
    output = subprocess.run(command, check=True, capture_output=True, text=True,
                            env=dict(os.environ, **sound.environment)).stdout
    for line in output.splitlines():
        name, value, unit = line.split()
        bench.figure(name, float(value), unit)


def keys(bench, sound):
    gaps = random.Random(3)
    silences, sounds = [], []
    with Kiosk(bench, bench.directory("sound-kiosk"), sound.device, sound.environment) as kiosk:
        kiosk.await_ready()
        kiosk.press("7")  # begins the session
        kiosk.drain(2)
        for index in range(PRESSES):
            # This is shorter than any of these prompts, so each key interrupts one.
            kiosk.drain(gaps.uniform(0.52, 0.62))
            sound.forget()
            pressed = kiosk.press("*7"[index % 2])
            found = {}
            while "sound" not in found:
                what, arrived = sound.next(2)
                if what is None:
                    raise RuntimeError(f"press {index + 1} was not heard")
                found.setdefault(what, (arrived - pressed) / 1e6)
            if "flush" not in found:
                raise RuntimeError(f"press {index + 1} silenced nothing")
            silences.append(found["flush"])
            sounds.append(found["sound"])
    bench.note(f"key to silence: {summary(silences)} ms")
    bench.note(f"key to sound: {summary(sounds)} ms")
    bench.figure("key_to_sound_p50", percentile(sounds, 0.5), "ms")
    bench.figure("key_to_sound_p99", percentile(sounds, 0.99), "ms")
    bench.figure("key_to_silence_p99", percentile(silences, 0.99), "ms")
