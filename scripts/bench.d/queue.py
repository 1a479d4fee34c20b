"""Measures what the durable queue costs on top of SQLite, and its size when it is full, in separate processes."""
import gzip
import http.server
import json
import subprocess
import threading


class Platform(http.server.BaseHTTPRequestHandler):
    """Accepts every event. The reference platform is measured elsewhere; here it must not be the bottleneck."""
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path != "/v1/events":
            return self.answer({})
        if self.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        self.answer({"results": [{"id": event["id"], "status": "accepted"} for event in json.loads(body)]})

    def do_GET(self):
        self.send_error(404)

    def answer(self, value):
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def run(bench):
    measure(bench, "queue", bench.directory("queue"))
    full = bench.directory("queue-full")
    measure(bench, "fill", full, "1000000")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Platform)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        measure(bench, "memory", full, f"http://127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        server.server_close()
        bench.directory("queue-full")


def measure(bench, *words):
    done = subprocess.run([bench.binaries / "kiosk-bench", *words], stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"kiosk-bench {words[0]} failed")
    for line in done.stdout.splitlines():
        name, value, unit = line.split()
        bench.figure(name, float(value), unit)
