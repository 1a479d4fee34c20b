"""Replaces a sound card: a separate PulseAudio server, whose silent device takes sound at the pace of a real one, and a
relay in front of it that reports when sound arrives."""
import select
import subprocess
import sys
import time

PACKAGES = ("pulseaudio", "libasound2-plugins")


class SoundServer:
    """The device, and how a program finds it."""

    device = "bench"

    def __init__(self, bench):
        subprocess.run([bench.root / "scripts" / "install-packages", *PACKAGES], check=True, stdout=sys.stderr)
        directory = bench.directory("sound")
        server, relay = directory / "server", directory / "relay"
        # Shared memory would carry the sound past the relay.
        (directory / "client.conf").write_text("autospawn = no\nenable-shm = no\nenable-memfd = no\n")
        (directory / "asound.conf").write_text(
            "</usr/share/alsa/alsa.conf>\n"
            f'pcm.{self.device} {{ type pulse server "unix:{relay}" device booth }}\n')
        self.environment = {
            "ALSA_CONFIG_PATH": str(directory / "asound.conf"), "PULSE_CLIENTCONFIG": str(directory / "client.conf"),
            "PULSE_RUNTIME_PATH": str(directory), "PULSE_STATE_PATH": str(directory)}
        self.relay = None
        self.server = subprocess.Popen(
            ["env", f"HOME={directory}", f"PULSE_RUNTIME_PATH={directory}", f"PULSE_STATE_PATH={directory}",
             "pulseaudio", "-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1", "--disable-shm=yes",
             "--realtime=no", "--high-priority=no", "-L", "module-null-sink sink_name=booth rate=48000 channels=1",
             "-L", f"module-native-protocol-unix socket={server} auth-anonymous=1"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=(directory / "log").open("w"))
        try:
            deadline = time.monotonic() + 10
            while not server.exists():
                if self.server.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"pulseaudio does not start: see {directory / 'log'}")
                time.sleep(0.02)
            self.relay = subprocess.Popen(
                [sys.executable, __file__.replace("sound.py", "relay.py"), relay, server], stdin=subprocess.PIPE,
                stdout=subprocess.PIPE, bufsize=0)
            self.relay.stdout.readline()
        except BaseException:
            self.close()
            raise

    def forget(self):
        """Forgets what has come so far."""
        while select.select([self.relay.stdout], [], [], 0)[0]:
            self.relay.stdout.readline()

    def next(self, seconds):
        """Returns what comes next and its time in monotonic nanoseconds: `sound`, the first block of a stream, or
        `flush`, the command to be silent. (None, None) if nothing comes."""
        if not select.select([self.relay.stdout], [], [], seconds)[0]:
            return None, None
        arrived, what = self.relay.stdout.readline().decode().split()
        return what, int(arrived)

    def close(self):
        for child in (self.relay, self.server):
            if child:
                child.terminate()
                child.wait()
