"""Measures the drawing of the slowest page of all."""
import subprocess


def run(bench):
    output = subprocess.run([bench.binaries / "kiosk-bench", "screens", bench.root / "config"], check=True,
                            capture_output=True, text=True).stdout
    for line in output.splitlines():
        name, value, unit = line.split()
        bench.figure(name, float(value), unit)
