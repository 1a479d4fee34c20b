"""Measures calls over a real SIP agent on loopback: how soon an emergency is on the wire, how soon a failure is
overcome, and what many calls leave behind. The booth is the product's runtime and telephone in a separate process."""
import os
import pathlib
import signal
import time
import wave
from array import array

from measuring.callhouse import CallHouse
from measuring.farside import FarSide
from measuring.percentiles import percentile

CONFIRMATIONS, REFUSALS, SILENCES, DEATHS, CALLS = 300, 60, 20, 20, 500
MUTE_LINES, STOPS = 20, 5
SILENCE = 300  # ms that a trunk may be silent; the product's 6 s would only be subtracted again
RESTART = 0.2  # s until the agent is started again, as RestartSec of its unit says
SOUND = 0.2  # s for which both sides are heard
TONES = {"agent": 1000, "operator": 400}  # Hz, what each side receives
SETTLED = 20  # the call from which growth counts


def run(bench):
    bench.note(f"load {os.getloadavg()[0]:.1f} of {os.cpu_count()}")
    socket_figures(bench)
    silence_figures(bench)
    many_calls(bench)
    bench.note(f"load {os.getloadavg()[0]:.1f} of {os.cpu_count()}")


def socket_figures(bench):
    primary, backup = FarSide(), FarSide()
    try:
        with CallHouse(bench, far=(primary, backup), silence=SILENCE) as house:
            samples = [confirm(house, primary) for _ in range(CONFIRMATIONS + 5)][5:]
            note(bench, "confirm to INVITE", samples)
            bench.figure("confirm_to_invite_p99", percentile(samples, 0.99), "ms")

            samples = [refused(house, primary, backup) for _ in range(REFUSALS)]
            note(bench, "503 said to ringing shown", [ringing for ringing, _ in samples])
            note(bench, "503 said to INVITE at the backup", [invite for _, invite in samples])
            bench.figure("failover_refused", percentile([ringing for ringing, _ in samples], 0.5), "ms")

            samples = [silent(house, primary, backup) for _ in range(SILENCES)]
            note(bench, f"confirm to ringing over the backup, beyond {SILENCE} ms", samples)
            bench.figure("failover_silent_over_timer", percentile(samples, 0.5), "ms")

            samples = [killed(house, primary) for _ in range(DEATHS)]
            note(bench, "agent killed to INVITE", [invite for invite, _ in samples])
            note(bench, "agent started to found by the booth", [found for _, found in samples])
            bench.figure("agent_killed_to_redial", percentile([invite for invite, _ in samples], 0.5), "ms")
    finally:
        primary.close()
        backup.close()


def confirm(house, primary):
    """Measures the time from the key that confirms an emergency to the kernel's stamp on its INVITE."""
    primary.manner = "ring"
    pressed = house.dial()
    house.until(lambda: house.stands("ringing-1"), "ringing")
    took = (primary.times["INVITE"] - pressed) / 1e6
    give_up(house, primary)
    return took


def give_up(house, side):
    house.hang_up()
    house.until(lambda: "CANCEL" in side.times, "CANCEL")
    house.go_home()


def refused(house, primary, backup):
    primary.manner, backup.manner = "refuse", "ring"
    house.dial()
    house.until(lambda: house.stands("ringing-2"), "ringing over the backup")
    said = primary.times["503"]
    took = (house.times["ringing-2"] - said) / 1e6, (backup.times["INVITE"] - said) / 1e6
    give_up(house, backup)
    return took


def silent(house, primary, backup):
    primary.manner, backup.manner = "silent", "ring"
    pressed = house.dial()
    house.until(lambda: house.stands("ringing-2"), "ringing over the backup")
    took = (house.times["ringing-2"] - pressed) / 1e6 - SILENCE
    give_up(house, backup)
    primary.finish()  # or the agent would repeat this INVITE for 32 s
    return took


def killed(house, primary):
    """The agent dies during an answered emergency call, and is restarted as systemd would restart it."""
    primary.manner = "answer"
    house.dial()
    house.until(lambda: house.stands("connected-1"), "answer")
    primary.forget()
    died = time.clock_gettime_ns(time.CLOCK_REALTIME)
    house.agent.kill()
    house.agent.wait()
    house.until(lambda: house.stands("no-agent", "waiting"), "notice of the agent's death")
    house.times = {}
    house.idle(RESTART - (time.clock_gettime_ns(time.CLOCK_REALTIME) - died) / 1e9)
    started = time.clock_gettime_ns(time.CLOCK_REALTIME)
    house.agent = house.start("agent")
    house.until(lambda: "INVITE" in primary.times and house.stands("connected-1"), "second answer")
    invited, found = primary.times["INVITE"], house.times["agent"]
    house.hang_up()
    house.until(lambda: "BYE" in primary.times, "BYE")
    house.go_home()
    return (invited - died) / 1e6, (found - started) / 1e6


def silence_figures(bench):
    """Measures how soon the next route is dialled if a line stays silent, and if the agent is stopped."""
    primary, backup = FarSide(), FarSide()
    try:
        with CallHouse(bench, far=(primary, backup), silence=SILENCE, no_sound=SILENCE) as house:
            samples = [announced(house, primary, backup) for _ in range(MUTE_LINES)]
            note(bench, f"silent early media to ringing over the backup, beyond {SILENCE} ms", samples)
            bench.figure("early_media_silent_over_timer", percentile(samples, 0.5), "ms")
            samples = [unheard(house, primary, backup) for _ in range(MUTE_LINES)]
            note(bench, f"answer without sound to INVITE at the backup, beyond {2 * SILENCE} ms", samples)
            bench.figure("second_leg_over_timer", percentile(samples, 0.5), "ms")
        with CallHouse(bench, far=(primary, backup)) as house:
            samples = [stopped(house, primary) for _ in range(STOPS)]
            note(bench, "agent stopped in an answered call to its notice", [noticed for noticed, _ in samples])
            bench.figure("agent_stopped_to_notice", percentile([noticed for noticed, _ in samples], 0.5), "ms")
            note(bench, "agent stopped in an answered call to INVITE", [invite for _, invite in samples])
            bench.figure("agent_stopped_to_redial", percentile([invite for _, invite in samples], 0.5), "ms")
    finally:
        primary.close()
        backup.close()


def announced(house, primary, backup):
    primary.manner, backup.manner = "announce", "ring"
    house.dial()
    house.until(lambda: house.stands("ringing-2"), "ringing over the backup")
    took = (house.times["ringing-2"] - house.times["speaking-1"]) / 1e6 - SILENCE
    give_up(house, backup)
    return took


def unheard(house, primary, backup):
    primary.manner, backup.manner = "answer", "ring"
    house.dial()
    house.until(lambda: house.stands("ringing-2"), "ringing over the backup")
    took = (backup.times["INVITE"] - house.times["connected-1"]) / 1e6 - 2 * SILENCE
    house.hang_up()
    house.until(lambda: "CANCEL" in backup.times and "BYE" in primary.times, "the end of both legs")
    house.go_home()
    return took


def stopped(house, primary):
    """The agent neither answers nor ends. The broker ends it, and it is restarted as systemd would restart it."""
    primary.manner = "answer"
    house.dial()
    house.until(lambda: house.stands("connected-1"), "answer")
    house.times = {}
    halted = time.clock_gettime_ns(time.CLOCK_REALTIME)
    house.agent.send_signal(signal.SIGSTOP)
    house.until(lambda: "no-agent" in house.times, "notice of the stopped agent")
    noticed = (house.times["no-agent"] - halted) / 1e6
    house.agent.wait()
    primary.forget()
    house.times = {}
    house.idle(RESTART)
    house.agent = house.start("agent")
    house.until(lambda: "INVITE" in primary.times and house.stands("connected-1"), "second answer")
    redialled = (primary.times["INVITE"] - halted) / 1e6
    house.hang_up()
    house.until(lambda: "BYE" in primary.times, "BYE")
    house.go_home()
    return noticed, redialled


def many_calls(bench):
    """Makes many calls in a row to an operator that speaks. Each must be heard at both ends."""
    with CallHouse(bench) as house:
        done, before, course = 0, None, []
        began = time.monotonic()
        for number in range(1, CALLS + 1):
            house.dial()
            house.until(lambda: house.stands("connected-1"), "answer")
            await_sound(house)
            house.hang_up()
            heard = {side: hears(house.directory / f"{side}-heard", hertz) for side, hertz in TONES.items()}
            house.go_home()
            if all(heard.values()):
                done += 1
            else:
                bench.note(f"call {number}: not heard by {' and '.join(s for s, ok in heard.items() if not ok)}")
            if number == SETTLED:
                before = memory(house)
            if number % 50 == 0:
                course.append(f"{memory(house)[1]:.2f}")
        after = memory(house)
        bench.note(f"{CALLS} calls in {time.monotonic() - began:.0f} s; agent {before[0]:.2f} to {after[0]:.2f} MB, "
                   f"kiosk {before[1]:.2f} to {after[1]:.2f} MB, every 50 calls {' '.join(course)}")
    bench.figure("calls_ok", done, "calls")
    bench.figure("agent_growth", after[0] - before[0], "MB")
    bench.figure("kiosk_growth", after[1] - before[1], "MB")


def await_sound(house, seconds=3):
    """Waits until both sides have recorded enough, by the size of their files. Whether it is sound is checked
    afterwards."""
    enough = int(SOUND * 8000) * 2
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        sizes = [sum(file.stat().st_size for file in (house.directory / f"{side}-heard").glob("*-dec.wav"))
                 for side in TONES]
        if min(sizes) >= enough:
            return
        house.idle(0.01)


def hears(directory, hertz, seconds=3):
    """Returns whether the recording of what this side received contains the other side's tone. It is complete when the
    call is over there. Recordings are named by the second, so they are removed before the next call."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        received = list(directory.glob("*-dec.wav"))
        if received and has_tone(received[0], hertz):
            for file in directory.iterdir():
                file.unlink()
            return True
        time.sleep(0.005)
    for file in directory.iterdir():
        file.unlink()
    return False


def has_tone(path, hertz):
    """Returns whether there are at least 50 ms of this tone, by level and zero crossings."""
    try:
        with wave.open(str(path)) as file:
            samples = array("h", file.readframes(file.getnframes()))
    except (wave.Error, EOFError):
        return False
    loud = [index for index, sample in enumerate(samples) if abs(sample) > 1000]
    if len(loud) < 400:
        return False
    heard = samples[loud[0]:loud[-1] + 1]
    crossings = sum((one < 0) != (other < 0) for one, other in zip(heard, heard[1:]))
    return abs(crossings / 2 / (len(heard) / 8000) / hertz - 1) < 0.2


def memory(house):
    """Returns the resident megabytes (1,000,000 bytes) of agent and booth."""
    return [int(next(line for line in pathlib.Path(f"/proc/{child.pid}/status").read_text().splitlines()
                     if line.startswith("VmRSS")).split()[1]) * 1024 / 1e6 for child in (house.agent, house.booth)]


def note(bench, what, samples):
    bench.note(f"{what}: {len(samples)} samples, min {min(samples):.2f}, median {percentile(samples, 0.5):.2f}, "
               f"p99 {percentile(samples, 0.99):.2f}, max {max(samples):.2f} ms")
