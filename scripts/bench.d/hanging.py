"""The same as `terminal` while every source of information hangs: its server accepts connections and never answers."""
import shutil
import socket

from measuring.presses import key_to_frame
from measuring.kiosk import Kiosk
from measuring.percentiles import percentile, summary

FORMATS = {"weather": "open-meteo", "air": "open-meteo-air", "buses": "siri-lite", "activities": "icalendar",
           "notices": "json-feed", "holidays": "holiday-cn"}


def run(bench):
    state = bench.directory("hanging")
    config = state / "config"
    shutil.copytree(bench.root / "config", config)
    sound = bench.sound()
    with socket.create_server(("127.0.0.1", 0), backlog=128) as server:
        port = server.getsockname()[1]
        lines = ["sources:"]
        for name, form in FORMATS.items():
            lines += [f"  - id: {name}", f"    format: {form}", f"    address: http://127.0.0.1:{port}",
                      "    refresh_seconds: 10"]
            if form == "siri-lite":
                lines += ["    stop: { id: \"1\", name: { zh-Hans: 站, en: Stop, ja: 停, ko: 역 } }"]
        (config / "sources.yaml").write_text("\n".join(lines) + "\n")
        with Kiosk(bench, state, sound.device, sound.environment, config=config) as kiosk:
            kiosk.await_ready()
            # The kernel accepts the connections, but nobody reads from them.
            server.settimeout(10)
            held = [server.accept()]
            times = key_to_frame(kiosk)
            held[0][0].close()
    bench.note(f"key to frame while sources hang: {summary(times)} ms")
    bench.figure("key_to_frame_hanging_sources_p99", percentile(times, 0.99), "ms")
