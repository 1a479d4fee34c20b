"""The reference platform as a process of its own."""
import json
import os
import signal
import subprocess
import time


class Platform:
    """The platform alone, with these tokens by booth number and without a rate limit."""

    def __init__(self, bench, tokens, name):
        state = bench.directory(name)
        (state / "tokens.json").write_text(json.dumps(tokens))
        os.chmod(state / "tokens.json", 0o600)
        ready = state / "ready"
        with open(state / "log", "w", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                [bench.binaries / "kiosk-platform", "--database", state / "platform.db", "--listen", "127.0.0.1:0",
                 "--tokens", state / "tokens.json", "--ready-file", ready, "--no-dispatcher", "--booth-rate", "0"],
                stderr=log)
        deadline = time.monotonic() + 30
        while not ready.exists():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"kiosk-platform does not start; see {state / 'log'}")
            time.sleep(0.01)
        self.host, _, port = ready.read_text().strip().removeprefix("http://").rpartition(":")
        self.port = int(port)

    @property
    def url(self):
        return f"http://{self.host}:{self.port}"

    @property
    def cpu(self):
        fields = (open(f"/proc/{self.process.pid}/stat", encoding="ascii").read().rsplit(")", 1)[1]).split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def close(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)
