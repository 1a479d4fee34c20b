"""How long `kiosk check` takes: without the pages that it draws, as the running booth checks itself, and with them."""
import subprocess
import time

from measuring.percentiles import percentile, summary

RUNS = 15


def run(bench):
    for name, extra, runs in (("check_time", ["--no-layout"], RUNS), ("check_layout_time", [], 5)):
        times = []
        for _ in range(runs):
            began = time.monotonic_ns()
            done = subprocess.run(
                [bench.binaries / "kiosk", "check", "--config", bench.root / "config", "--assets",
                 bench.root / "assets", *extra], stdout=subprocess.PIPE, text=True, check=False)
            times.append((time.monotonic_ns() - began) / 1e6)
            if done.returncode != 0:
                raise RuntimeError(f"kiosk check found errors: {done.stdout}")
        bench.note(f"{name}: {summary(times)} ms")
        bench.figure(name, percentile(times, 0.5), "ms")
