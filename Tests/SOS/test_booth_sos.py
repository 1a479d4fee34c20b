"""The SOS service when the kiosk answers, answers late, or not at all. Each case counts the calls: one, or none."""
import concurrent.futures
import time
import unittest

from booth import CANCEL, HELP, Booth, eventually

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


def damaged_files():
    for text in ["", "version 1\n", "version 2\n" + HELP + "\nend\n", "\0\xff" * 99, "version 1\nhelp a b\nend\n",
                 "version 1\nhelp sip:a@b sip:1;x@b\nend\n"]:
        with Booth(lines=False) as booth:
            booth.lines.write_text(text)
            booth.press_sos()
            time.sleep(0.3)
            assert "lines: it" in booth.said(), booth.said()


def last_good_file():
    with Booth() as booth:
        booth.lines.write_text("version 1\nhelp")
        time.sleep(5.5)
        booth.press_sos()
        finish(booth)


def no_sound():
    for player in ["exit 1", "sleep 60"]:
        with Booth(player=player) as booth:
            booth.press_sos()
            finish(booth)
    with Booth() as booth:
        booth.player.unlink()
        booth.press_sos()
        finish(booth)
        assert "cannot be played" in booth.said()


def killed_and_back():
    with Booth() as booth:
        number = booth.press_sos()
        booth.process.kill()
        booth.process.wait()
        booth.broker.greet = lambda: (booth.broker.tell("LINE_FREE"), booth.broker.tell("LINE_SOS_KEY", number),
                                      booth.broker.tell("LINE_UP"))
        booth.broker.connection = None
        booth.start()
        assert finish(booth) == number


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


def hostile_broker():
    with Booth() as booth:
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
    kiosk_dead, kiosk_in_time, lambda: kiosk_late(2.1), lambda: kiosk_late(5), kiosk_lost_in_its_call,
    kiosk_lost_before_the_answer, another_call_is_up, kiosk_back_while_ringing, cancelled, cancelled_while_ringing,
    broker_away, agent_dies_in_the_call, refused_and_taken, held_by_the_broker, lambda: rounds("no"), lambda: rounds("yes"),
    ambulance, rings_without_end, no_file_at_first, damaged_files, last_good_file, no_sound, killed_and_back,
    repeated_and_released_keys, hostile_broker,
]


class BoothSOSTests(unittest.TestCase):
    def test_cases(self):
        """All at once: each waits out the real limits, and needs next to no processor."""
        with concurrent.futures.ThreadPoolExecutor(len(CASES)) as pool:
            runs = [(case, pool.submit(case)) for case in CASES]
            for case, run in runs:
                with self.subTest(case.__name__ if case.__name__ != "<lambda>" else case.__code__.co_names[0]):
                    run.result()


if __name__ == "__main__":
    unittest.main()
