"""What the durable queue adds to SQLite; measured in a process of its own, scripts only start it."""
import subprocess


def run(bench):
    done = subprocess.run([bench.binaries / "kiosk-bench", "queue", bench.directory("queue")],
                          stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError("kiosk-bench failed")
    for line in done.stdout.splitlines():
        name, value, unit = line.split()
        bench.figure(name, float(value), unit)
