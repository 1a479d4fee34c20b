"""Measures the time from a file to information ready to be shown: places of a district, and a calendar of recurring
events."""
import subprocess


def run(bench):
    done = subprocess.run([bench.binaries / "kiosk-bench", "life", bench.directory("life")], stdout=subprocess.PIPE,
                          text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError("kiosk-bench life failed")
    for line in done.stdout.splitlines():
        name, value, unit = line.split()
        bench.figure(name, float(value), unit)
