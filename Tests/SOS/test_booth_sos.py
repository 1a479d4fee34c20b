"""The SOS service when the kiosk answers, answers late, or not at all. Each case counts the calls: one, or none."""
import concurrent.futures
import functools
import pathlib
import re
import struct
import subprocess
import time
import unittest

from booth import CANCEL, EVENT, HELP, LIMIT, PROGRAM, SOS, Booth, eventually

HELP_URI = "sip:9990001@127.0.0.1:5070"


def finish(booth, identity="c1"):
    """The help centre answers, and hangs up after the talk."""
    booth.broker.wait("dial")
    booth.broker.call("CALL_RINGING", identity)
    booth.broker.call("CALL_ESTABLISHED", identity)
    booth.broker.close_call(identity)
    return booth.broker.wait("line_sos_done")


def kiosk_dead():
    with Booth() as booth:
        number = booth.press_sos()
        eventually("both prompts", lambda: booth.played() == ["countdown", "calling"])
        assert finish(booth) == number
        assert booth.broker.dials == [HELP_URI], booth.broker.dials


def kiosk_in_time():
    with Booth() as booth:
        number = booth.press_sos()
        time.sleep(1.9)
        booth.broker.tell("LINE_SOS_HELD", number)
        time.sleep(6)
        booth.broker.tell("LINE_SOS_RELEASED", number)
        time.sleep(1)
        assert booth.broker.dials == [] and booth.played() == [], booth.played()


def kiosk_late(seconds):
    with Booth() as booth:
        number = booth.press_sos()
        time.sleep(seconds)
        booth.broker.tell("LINE_SOS_HELD", number)
        time.sleep(7)
        assert booth.broker.dials == [], "the kiosk has it"
        booth.broker.tell("LINE_SOS_LOST", number)
        finish(booth)
        assert booth.broker.dials == [HELP_URI]


def kiosk_lost_in_its_call():
    with Booth() as booth:
        number = booth.press_sos()
        booth.broker.tell("LINE_SOS_HELD", number)
        booth.broker.tell("LINE_TAKEN", "kiosk")
        booth.broker.tell("LINE_SOS_LOST", number)
        booth.broker.call("CALL_ESTABLISHED", "k1")
        time.sleep(3)
        assert booth.played() == [], "nobody talks over the call"
        booth.broker.close_call("k1")
        booth.broker.wait("line_sos_done")
        assert booth.broker.dials == [], "the help centre was spoken to"


def kiosk_lost_after_the_answer():
    with Booth() as booth:
        number = booth.press_sos()
        booth.broker.tell("LINE_SOS_HELD", number)
        booth.broker.tell("LINE_TAKEN", "kiosk")
        booth.broker.call("CALL_ESTABLISHED", "k1")
        booth.broker.calls = "> [line 1]  0:00:08    ESTABLISHED    sip:1@127.0.0.1:5070\n"
        booth.broker.tell("LINE_SOS_LOST", number)
        booth.broker.wait("listcalls")
        booth.broker.close_call("k1")
        booth.broker.wait("line_sos_done")
        time.sleep(6)
        assert booth.broker.dials == [] and booth.played() == [], "the help centre was spoken to"


def kiosk_released():
    with Booth() as booth:
        number = booth.press_sos()
        booth.broker.tell("LINE_SOS_RELEASED", number)
        time.sleep(8)
        assert booth.broker.dials == [] and booth.played() == []


def kiosk_lost_in_the_countdown_and_back():
    with Booth() as booth:
        number = booth.press_sos()
        for _ in range(3):
            booth.broker.tell("LINE_SOS_HELD", number)
            booth.broker.tell("LINE_SOS_LOST", number)
        finish(booth)
        assert booth.broker.dials == [HELP_URI]


def kiosk_hangs_in_a_call_that_nobody_answers():
    with Booth() as booth:
        booth.broker.calls = "> [line 2]  0:00:08    RINGING    sip:1@127.0.0.1:5070\n"
        booth.broker.tell("LINE_TAKEN", "kiosk")
        booth.press_sos()
        assert booth.broker.wait("line") == "2"
        booth.broker.wait("hangup")
        booth.broker.calls = ""
        booth.broker.close_call("k1")
        finish(booth)
        assert booth.broker.dials == [HELP_URI]


def kiosk_lost_before_the_answer():
    with Booth() as booth:
        number = booth.press_sos()
        booth.broker.tell("LINE_SOS_HELD", number)
        booth.broker.tell("LINE_TAKEN", "kiosk")
        booth.broker.tell("LINE_SOS_LOST", number)
        booth.broker.close_call("k1")
        finish(booth)
        assert booth.broker.dials == [HELP_URI]


def another_call_is_up():
    """The kiosk hangs while a taxi was being called: that call is not broken, and the help centre is called after it."""
    with Booth() as booth:
        booth.broker.tell("LINE_TAKEN", "kiosk")
        booth.press_sos()
        time.sleep(3)
        assert booth.broker.dials == []
        booth.broker.call("CALL_ESTABLISHED", "k1")
        booth.broker.close_call("k1")
        finish(booth)
        assert booth.broker.dials == [HELP_URI]


def kiosk_back_while_ringing():
    with Booth(numbers=("9990001", "9990002")) as booth:
        number = booth.press_sos()
        booth.broker.wait("dial")
        booth.broker.call("CALL_RINGING")
        booth.broker.tell("LINE_SOS_HELD", number)
        booth.broker.close_call()
        time.sleep(3)
        assert booth.broker.dials == [HELP_URI], "unanswered, the kiosk goes on"


def cancelled():
    with Booth() as booth:
        number = booth.press_sos()
        eventually("the prompt", lambda: booth.played() == ["countdown"])
        booth.press(CANCEL)
        assert booth.broker.wait("line_sos_done") == number
        time.sleep(6)
        assert booth.broker.dials == [] and booth.played() == ["countdown", "cancelled"]
        assert int(booth.press_sos()) > int(number)


def cancelled_while_ringing():
    with Booth() as booth:
        booth.press_sos()
        booth.broker.wait("dial")
        booth.broker.call("CALL_RINGING")
        booth.press(CANCEL)
        booth.broker.wait("hangup")
        booth.broker.wait("line_sos_done")


def broker_away():
    with Booth(broker=True) as booth:
        booth.broker.close()
        time.sleep(0.3)
        booth.press()
        time.sleep(8)
        booth.broker.open()
        booth.broker.wait("line_sos_key")
        finish(booth)
        assert booth.broker.dials == [HELP_URI]


def broker_hangs_with_the_dial():
    """However long it takes, it is told once."""
    with Booth() as booth:
        booth.broker.slow.clear()
        booth.press_sos()
        eventually("the attempt", lambda: booth.broker.dials)
        eventually("a remark", lambda: "the broker does not answer" in booth.said())
        time.sleep(2)
        booth.broker.slow.set()
        finish(booth)
        time.sleep(1)
        assert booth.broker.dials == [HELP_URI]


def broker_restarts_in_the_talk():
    with Booth() as booth:
        number = booth.press_sos()
        booth.broker.wait("dial")
        booth.broker.call("CALL_ESTABLISHED")
        time.sleep(0.5)
        booth.broker.close()
        booth.broker.greet = lambda: (booth.broker.tell("LINE_TAKEN", "kiosk"), booth.broker.tell("LINE_UP"))
        booth.broker.open()
        assert booth.broker.wait("line_sos_key") == number
        booth.broker.close_call()
        booth.broker.wait("line_sos_done")
        time.sleep(3)
        assert booth.broker.dials == [HELP_URI]


def agent_dies_in_the_call():
    with Booth() as booth:
        booth.press_sos()
        booth.broker.wait("dial")
        booth.broker.call("CALL_ESTABLISHED")
        booth.broker.tell("LINE_DOWN", "died")
        booth.broker.tell("LINE_FREE")
        booth.broker.tell("LINE_UP")
        finish(booth, "c2")
        assert booth.broker.dials == [HELP_URI] * 2


def refused_and_taken():
    with Booth(numbers=("9990001", "9990002")) as booth:
        booth.broker.refuse = ["unknown account", "line taken"]
        booth.press_sos()
        eventually("both lines", lambda: len(booth.broker.dials) == 2)
        time.sleep(1)
        assert len(booth.broker.dials) == 2, "it waits for the line"
        booth.broker.tell("LINE_FREE")
        finish(booth)
        assert booth.broker.dials[1:] == ["sip:9990002@127.0.0.1:5070"] * 2


def held_by_the_broker():
    with Booth() as booth:
        booth.broker.refuse = ["held"]
        number = booth.press_sos()
        eventually("the attempt", lambda: booth.broker.dials)
        time.sleep(3)
        booth.broker.tell("LINE_SOS_RELEASED", number)
        time.sleep(3)
        assert booth.broker.dials == [HELP_URI]


def rounds(allowed):
    with Booth(numbers=("9990001", "9990002"), allowed=allowed) as booth:
        booth.press_sos()
        for attempt in range(5):
            booth.broker.wait("dial")
            booth.broker.call("CALL_RINGING", f"c{attempt}")
            booth.broker.close_call(f"c{attempt}")
        finish(booth, "last")
        numbers = [uri[4:].split("@")[0] for uri in booth.broker.dials]
        after = ["9990001", "9990002"] + (["120"] if allowed == "yes" else ["9990001"])
        assert numbers == (["9990001", "9990002"] * 3 + after)[:4] + (after if allowed == "yes" else ["9990001", "9990002"])[:2], numbers


def ambulance():
    with Booth(allowed="yes") as booth:
        booth.press_sos()
        for attempt in range(3):
            booth.broker.wait("dial")
            booth.broker.close_call(f"c{attempt}")
        eventually("its prompt", lambda: booth.played()[-1] == "ambulance")
        finish(booth, "last")
        assert [uri[4:7] for uri in booth.broker.dials] == ["999", "999", "999", "120"], booth.broker.dials


def refused_for_ever():
    """The agent refuses every dial: round after round, without haste."""
    with Booth(numbers=("9990001", "9990002")) as booth:
        booth.broker.refuse = ["no"] * 6
        booth.press_sos()
        finish(booth)
        assert len(booth.broker.dials) == 7, booth.broker.dials


def rings_without_end():
    with Booth(numbers=("9990001", "9990002")) as booth:
        booth.press_sos()
        booth.broker.wait("dial")
        booth.broker.call("CALL_RINGING")
        booth.broker.wait("hangup")
        booth.broker.close_call()
        finish(booth, "c2")
        assert booth.broker.dials == [HELP_URI, "sip:9990002@127.0.0.1:5070"]


def no_file_at_first():
    with Booth(lines=False) as booth:
        booth.press_sos()
        eventually("that it cannot call", lambda: "cannot_call" in booth.played())
        booth.lines.write_text(booth.text)
        finish(booth)


OUTSIDE = "version 1\nlive {live}\nhelp sip:a@192.0.2.1:5060 sip:9990001@192.0.2.1:5060\nend\n"
UNUSABLE = ["", "version 1\n", "version 2\n" + HELP + "\nend\n", HELP + "\nend\n", "\0\xff" * 99, "version 1\nhelp a b\nend\n",
            "version 1\nhelp sip:a@b sip:1;x@b\nend\n", "\n" * 70000, OUTSIDE.format(live="no"), OUTSIDE.format(live="maybe")]


def unusable_file(text):
    with Booth(lines=False) as booth:
        booth.lines.write_text(text)
        checked = subprocess.run([PROGRAM, "--check", "--lines", booth.lines], capture_output=True, text=True, timeout=LIMIT)
        assert checked.returncode == 65 and "not used: it" in checked.stdout, checked
        number = booth.press_sos()
        eventually("why", lambda: "lines: it" in booth.said())
        eventually("that it cannot call", lambda: booth.played() == ["countdown", "cannot_call"])
        booth.press(CANCEL)
        assert booth.broker.wait("line_sos_done") == number
        assert booth.broker.dials == []


def checked_files():
    with Booth() as booth:
        other = booth.directory / "other"
        other.write_text(OUTSIDE.format(live="yes"))
        run = functools.partial(subprocess.run, capture_output=True, text=True, timeout=LIMIT)
        checked = run([PROGRAM, "--check", "--lines", booth.directory / "none", "--lines", booth.lines, "--lines", other])
        assert checked.returncode == 0 and f"{booth.lines}: used" in checked.stdout and HELP_URI in checked.stdout, checked
        assert "none: not used: it cannot be read" in checked.stdout and "not permitted" in checked.stdout, checked
        assert "192.0.2.1" not in checked.stdout, checked
        checked = run([PROGRAM, "--check", "--lines", other])
        assert checked.returncode == 0 and "sip:9990001@192.0.2.1:5060" in checked.stdout, checked


def last_good_file():
    with Booth() as booth:
        booth.lines.write_text("version 1\nhelp")
        time.sleep(5.5)
        booth.press_sos()
        finish(booth)


def no_sound(player):
    with Booth(player=player) as booth:
        booth.press_sos()
        finish(booth)
        assert booth.broker.dials == [HELP_URI]


def no_player():
    with Booth() as booth:
        booth.player.unlink()
        booth.press_sos()
        finish(booth)
        assert "cannot be played" in booth.said()
        assert booth.broker.dials == [HELP_URI]


def restart(booth, *greeting):
    """Kills it and starts it anew; the broker tells it what it would tell."""
    booth.process.kill()
    booth.process.wait()
    booth.broker.greet = lambda: [booth.broker.tell(*event) for event in greeting]
    booth.broker.connection = None
    booth.start()


def killed_and_back():
    with Booth() as booth:
        number = booth.press_sos()
        restart(booth, ("LINE_FREE",), ("LINE_SOS_KEY", number), ("LINE_UP",))
        assert finish(booth) == number
        assert booth.broker.dials == [HELP_URI]


def killed_in_its_call(state):
    with Booth() as booth:
        number = booth.press_sos()
        booth.broker.wait("dial")
        booth.broker.call("CALL_RINGING")
        if state == "ESTABLISHED":
            booth.broker.call("CALL_ESTABLISHED")
        booth.broker.calls = f"> [line 1]  0:00:08    {state}    sip:1@127.0.0.1:5070\n"
        restart(booth, ("LINE_TAKEN", "sos"), ("LINE_SOS_KEY", number), ("LINE_UP",))
        booth.broker.wait("listcalls")
        if state != "ESTABLISHED":
            booth.broker.call("CALL_ESTABLISHED")
        time.sleep(1)
        booth.broker.close_call()
        assert booth.broker.wait("line_sos_done") == number
        time.sleep(3)
        assert booth.broker.dials == [HELP_URI]


def killed_while_held():
    with Booth() as booth:
        number = booth.press_sos()
        booth.broker.tell("LINE_SOS_HELD", number)
        restart(booth, ("LINE_FREE",), ("LINE_SOS_KEY", number), ("LINE_SOS_HELD", number), ("LINE_UP",))
        time.sleep(8)
        assert booth.broker.dials == [] and booth.played() == []


def repeated_and_released_keys():
    with Booth() as booth:
        booth.press(value=2)
        booth.press(value=0)
        booth.press(code=30)
        time.sleep(3)
        assert booth.broker.commands.empty()
        first = booth.press_sos()
        second = booth.press_sos()
        assert int(second) > int(first)
        assert finish(booth) == second
        assert booth.broker.dials == [HELP_URI], "two presses, one call"


def keypad_in_pieces():
    with Booth() as booth:
        for byte in EVENT.pack(0, 0, 1, SOS, 1):
            booth.keys.write(bytes([byte]))
        booth.broker.wait("line_sos_key")
        eventually("the prompt", lambda: booth.played() == ["countdown"])
        booth.keys.write(b"noise")
        time.sleep(1.5)
        booth.press(CANCEL)
        booth.broker.wait("line_sos_done")


def keypad_unplugged():
    """A socket that is not there at first, and is plugged in twice."""
    with Booth(device="socket") as booth:
        time.sleep(1.5)
        for _ in range(2):
            booth.plug()
            booth.press_sos()
            booth.press(CANCEL)
            eventually("cancelled or not yet", lambda: (booth.press(CANCEL), not booth.broker.commands.empty())[1])
            booth.broker.wait("line_sos_done")


def noisy_keypad():
    with Booth() as booth:
        for _ in range(200):
            booth.keys.write(EVENT.pack(1, 2, 3, 4, 5) * 100)
        booth.press_sos()
        finish(booth)
        assert booth.broker.dials == [HELP_URI]


def told_to_systemd():
    with Booth(notify=True) as booth:
        told = []

        def hear(text):
            eventually(text, lambda: text in told or told.append(booth.notified.recv(1000).decode()))

        booth.notified.settimeout(LIMIT)
        hear("READY=1")
        hear("STATUS=waiting for the SOS key")
        for _ in range(3):
            told.clear()
            hear("WATCHDOG=1")
        booth.press_sos()
        hear("STATUS=counting down")
        booth.broker.wait("dial")
        booth.broker.call("CALL_ESTABLISHED")
        hear("STATUS=in the call")
        booth.broker.close_call()
        booth.broker.wait("line_sos_done")


def hostile_broker():
    with Booth() as booth:
        connection = booth.broker.connection
        booth.broker.tell("X" * 2_000_000, "y" * 5000)
        booth.broker.tell("LINE_TRUNK", "first up", more="z" * 900_000)
        eventually("a remark", lambda: "too long" in booth.said())
        assert booth.broker.connection is connection, "only the message is lost"
        for payload in [b"", b"{}", b"[]", b"abc", b'{"event":true}', b'{"event":true,"type":' + b"[" * 2000 + b"}",
                        b'{"event":1,"response":true,"ok":"yes","token":7}', b"\0" * 9, b"{" * 60000]:
            booth.broker.raw(b"%d:%b," % (len(payload), payload))
        for data in [b"5:abc", b"3:abcd", b"99999999999:", b"xx", b":"]:
            connection = booth.broker.connection
            booth.broker.raw(data + b"!" * 9)
            eventually("a new connection", lambda: booth.broker.connection not in (None, connection))
        booth.broker.tell("X" * 60000, "y" * 5000, id="z" * 5000)
        booth.press_sos()
        finish(booth)


CASES = [
    (kiosk_dead,), (kiosk_in_time,), (kiosk_late, 2.1), (kiosk_late, 5), (kiosk_released,), (kiosk_lost_in_its_call,),
    (kiosk_lost_after_the_answer,), (kiosk_lost_before_the_answer,), (kiosk_lost_in_the_countdown_and_back,),
    (kiosk_hangs_in_a_call_that_nobody_answers,), (another_call_is_up,), (kiosk_back_while_ringing,), (cancelled,),
    (cancelled_while_ringing,), (broker_away,), (broker_hangs_with_the_dial,), (broker_restarts_in_the_talk,),
    (agent_dies_in_the_call,), (refused_and_taken,), (refused_for_ever,), (held_by_the_broker,), (rounds, "no"), (rounds, "yes"),
    (ambulance,), (rings_without_end,), (no_file_at_first,), (last_good_file,), (checked_files,), (no_sound, "exit 1"),
    (no_sound, "exec sleep 60"), (no_player,), (killed_and_back,), (killed_in_its_call, "ESTABLISHED"),
    (killed_in_its_call, "RINGING"), (killed_while_held,), (repeated_and_released_keys,), (keypad_in_pieces,),
    (keypad_unplugged,), (noisy_keypad,), (told_to_systemd,), (hostile_broker,), *((unusable_file, text) for text in UNUSABLE),
]


class BoothSOSTests(unittest.TestCase):
    def test_cases(self):
        """All at once: each waits out the real limits, and needs next to no processor."""
        with concurrent.futures.ThreadPoolExecutor(len(CASES)) as pool:
            runs = [(case, pool.submit(*case)) for case in CASES]
            for (case, *arguments), run in runs:
                with self.subTest(case.__name__, arguments=arguments):
                    run.result()


class PromptTests(unittest.TestCase):
    def test_each_is_there_and_the_countdown_is_heard_to_its_end(self):
        root = pathlib.Path(__file__).resolve().parents[2]
        played = set(re.findall(r'play\(m, "(\w+)"\)', (root / "Sources/BoothSOS/machine.c").read_text()))
        self.assertEqual({file.stem for file in (root / "assets/sos").glob("*.ogg")}, played)
        sound = (root / "assets/sos/countdown.ogg").read_bytes()
        # RFC 3533 and 7845: the last page names its last sample, of 48,000 in a second.
        samples, = struct.unpack_from("<q", sound, sound.rindex(b"OggS") + 6)
        self.assertTrue(3 < samples / 48_000 < 8, samples)


if __name__ == "__main__":
    unittest.main()
