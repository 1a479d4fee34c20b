"""The surroundings of the kiosk: platform, SIP agent and operator, as `kiosk demo` sets them up."""
import os
import signal
import time

from measuring.kiosk import Program, status


class House:
    """A demonstration whose own kiosk is halted, so that the sections can start theirs beside it."""

    def __init__(self, bench):
        self.state = bench.directory("house")
        self.kiosk = None
        self.demo = Program([
            str(bench.binaries / "kiosk"), "demo", "--config", str(bench.root / "config"), "--assets",
            str(bench.root / "assets"), "--deploy", str(bench.root / "deploy"), "--state", str(self.state),
            "--speaker", "none"])
        try:
            deadline = time.monotonic() + 30
            while status(self.state).get("agent") != "connected":
                if time.monotonic() > deadline:
                    raise RuntimeError(f"kiosk demo is not ready after 30 s; its logs are in {self.state}")
                self.demo.drain(0.1)
            self.kiosk = int((self.state / "kiosk.pid").read_text())
            os.kill(self.kiosk, signal.SIGSTOP)
        except BaseException:
            self.close()
            raise

    @property
    def microphone(self):
        return f"aufile,{self.state / 'caller.wav'}"

    def overlay(self, speaker):
        """Returns the demonstration's settings with this loudspeaker. The upload interval is as shipped."""
        kept = [line for line in (self.state / "overlay.yaml").read_text().splitlines()
                if not line.strip().startswith(("upload_seconds", "content_seconds", "audio"))]
        return "\n".join(kept + [f'audio: {{ speaker: "{speaker}" }}', ""])

    def close(self):
        if self.kiosk:
            os.kill(self.kiosk, signal.SIGCONT)
        self.demo.close()
