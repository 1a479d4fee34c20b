"""Reads each sample of the tests with one damaged element, and measures the time from the file to what is shown and
reported."""
import subprocess


def run(bench):
    fixtures = bench.root / "Tests" / "LifeServicesTests" / "Fixtures"
    done = subprocess.run([bench.binaries / "kiosk-bench", "damaged", fixtures, bench.directory("damaged")],
                          stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError("kiosk-bench damaged failed")
    for line in done.stdout.splitlines():
        name, value, unit = line.split()
        bench.figure(name, float(value), unit)
