"""Measures how fast one booth uploads a backlog to the platform, and how much memory the uploading process needs."""
import os
import subprocess
import time

from measuring.platform import Platform

EVENTS = 100_000
ROUNDS = 3


def run(bench):
    figures = {}
    for number in range(ROUNDS):
        queue = bench.directory("drain-queue")
        subprocess.run([bench.binaries / "kiosk-bench", "fill", queue, str(EVENTS)], check=True)
        platform = Platform(bench, {"PT-0042": "bench"}, f"drain-{number}")
        try:
            start, cpu = time.monotonic(), platform.cpu
            done = subprocess.Popen([bench.binaries / "kiosk-bench", "drain", queue, platform.url],
                                    stdout=subprocess.PIPE, text=True)
            output = done.stdout.read()
            _, status, usage = os.wait4(done.pid, 0)
            elapsed, used = time.monotonic() - start, platform.cpu - cpu
            done.returncode = os.waitstatus_to_exitcode(status)
        finally:
            platform.close()
        if done.returncode != 0:
            raise RuntimeError("kiosk-bench drain failed")
        bench.note(f"drain: of a core the booth took {(usage.ru_utime + usage.ru_stime) / elapsed:.2f} "
                   f"and the platform {used / elapsed:.2f}")
        for line in output.splitlines():
            name, value, unit = line.split()
            figures.setdefault((name, unit), []).append(float(value))
    bench.directory("drain-queue")
    for (name, unit), values in figures.items():
        bench.figure(name, sorted(values)[len(values) // 2], unit)
