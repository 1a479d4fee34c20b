"""Measures `kiosk check`: without drawing pages, as the running booth checks itself; with drawing; and with the data
files of a whole district, which it reads as the booth does."""
import json
import shutil
import subprocess
import time

from measuring.percentiles import percentile, summary

RUNS = 15
PLACES, EVENTS = 5000, 500


def run(bench):
    configuration, state = bench.directory("check") / "config", bench.directory("check-state")
    district(bench.root / "config", configuration)
    for name, directory, extra, runs in (("check_time", bench.root / "config", ["--no-layout"], RUNS),
                                         ("check_layout_time", bench.root / "config", [], 5),
                                         ("check_data_time", configuration, ["--no-layout"], 5)):
        times = []
        for _ in range(runs):
            began = time.monotonic_ns()
            done = subprocess.run(
                [bench.binaries / "kiosk", "check", "--config", directory, "--assets", bench.root / "assets",
                 "--state", state, *extra], stdout=subprocess.PIPE, text=True, check=False)
            times.append((time.monotonic_ns() - began) / 1e6)
            if done.returncode != 0:
                raise RuntimeError(f"kiosk check found errors: {done.stdout}")
        bench.note(f"{name}: {summary(times)} ms")
        bench.figure(name, percentile(times, 0.5), "ms")


def district(shipped, configuration):
    """Creates the shipped configuration with the places and the calendar of a district, as many as a booth may meet."""
    shutil.rmtree(configuration, ignore_errors=True)
    shutil.copytree(shipped, configuration)
    features = [
        {"type": "Feature",
         "geometry": {"type": "Point", "coordinates": [121.4208 + index % 100 / 5000, 31.2404 + index // 100 / 5000]},
         "properties": {"amenity": "pharmacy", "name": f"药房 {index}", "opening_hours": "Mo-Su 08:00-20:00"}}
        for index in range(PLACES)]
    (configuration / "places.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False), encoding="utf-8")
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:{index}\r\nDTSTART:20260101T{index % 24:02}0000\r\nDURATION:PT1H\r\n"
        f"RRULE:FREQ=WEEKLY\r\nSUMMARY:活动 {index}\r\nEND:VEVENT\r\n" for index in range(EVENTS))
    (configuration / "activities.ics").write_text(
        f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n", encoding="utf-8", newline="")
