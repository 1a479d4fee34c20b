"""Measures the time from the byte written into the terminal to the first byte of the changed picture."""
import random

PRESSES = 200


def key_to_frame(kiosk):
    """Returns the milliseconds of each press, within one session."""
    gaps = random.Random(2)
    times = []
    kiosk.press("*")  # begins the session
    kiosk.drain(2)
    for index in range(PRESSES):
        # The presses are over half a second apart and irregular: nothing is filtered, and the clock's tick falls
        # anywhere.
        kiosk.drain(gaps.uniform(0.52, 0.62))
        pressed = kiosk.press("7*"[index % 2])
        first, arrived = kiosk.read(2)
        if not first:
            raise RuntimeError(f"press {index + 1} changed nothing on the screen")
        times.append((arrived - pressed) / 1e6)
    return times
