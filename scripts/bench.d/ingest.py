"""Measures the events per second that the platform stores durably from 1, 8 and 64 booths at once. Each booth posts
gzip batches of 200 (a booth's own batch size) over one connection, as fast as it is answered. Bodies are made before
the clock starts."""
import gzip
import http.client
import json
import resource
import threading
import time
import uuid

from measuring.platform import Platform

BATCH = 200
SECONDS = 6
ROUNDS = 3
CONNECTIONS = (1, 8, 64)


class Booth:
    """One booth with its batches ready to send."""

    def __init__(self, number):
        self.number, self.token = f"BENCH-{number:03}", f"token-of-{number:03}"
        self.epoch, self.sequence = str(uuid.uuid4()), 0
        self.bodies = []

    def prepare(self, batches):
        self.bodies = [self._batch() for _ in range(batches)]

    def _batch(self):
        first, events = self.sequence + 1, []
        for _ in range(BATCH):
            self.sequence += 1
            kind = "cn.laoyouting.booth.step.v1"
            events.append({
                "specversion": "1.0", "id": str(uuid.uuid4()), "source": f"/booths/{self.number}", "type": kind,
                "time": time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime()),
                "dataschema": f"tag:laoyouting.cn,2026:{kind}", "datacontenttype": "application/json",
                "sequence": f"{self.sequence:020}", "queueepoch": self.epoch,
                "data": {
                    "booth": self.number, "session": str(uuid.uuid4()), "function": "clinic",
                    "official_category": "services", "language": "zh-Hans", "input": "key",
                    "duration_ms": 3000 + self.sequence % 7000, "offline": False, "use": 1,
                    "outcome": "forward", "step": "choice", "position": 2, "first_key_ms": 1000 + self.sequence % 3000,
                    "wrong_keys": self.sequence % 3, "repeats": self.sequence % 2}})
        body = json.dumps(events, ensure_ascii=False, separators=(",", ":")).encode()
        return f"{first:020}", gzip.compress(body, 6)


def post(platform, booth, deadline):
    """Sends until the time is up or nothing is left. Returns how many events were accepted, and whether it ran dry."""
    connection = http.client.HTTPConnection(platform.host, platform.port)
    accepted = 0
    try:
        while time.monotonic() < deadline:
            if not booth.bodies:
                return accepted, True
            lowest, body = booth.bodies.pop(0)
            connection.request("POST", "/v1/events", body, {
                "Authorization": f"Bearer {booth.token}", "Content-Type": "application/cloudevents-batch+json",
                "Content-Encoding": "gzip", "Kiosk-Queue-Epoch": booth.epoch, "Kiosk-Lowest-Unsent": lowest})
            response = connection.getresponse()
            answer = response.read()
            if response.status != 200 or answer.count(b'"accepted"') != BATCH:
                raise RuntimeError(f"{response.status} {answer[:300]!r}")
            accepted += BATCH
    finally:
        connection.close()
    return accepted, False


def measure(bench, platform, booths, count):
    start_cpu, own = platform.cpu, resource.getrusage(resource.RUSAGE_SELF)
    start = time.monotonic()
    results = []
    threads = [threading.Thread(target=lambda booth=booth: results.append(post(platform, booth, start + SECONDS)))
               for booth in booths[:count]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed = time.monotonic() - start
    used = resource.getrusage(resource.RUSAGE_SELF)
    client = (used.ru_utime + used.ru_stime - own.ru_utime - own.ru_stime) / elapsed
    if len(results) < count:
        raise RuntimeError("a booth got another answer than it should")
    rate = sum(accepted for accepted, _ in results) / elapsed
    bench.note(f"ingest: {count} booths: {rate:.0f} events/s; of a core the platform took "
               f"{(platform.cpu - start_cpu) / elapsed:.2f} and this client {client:.2f}"
               + ("; some booths ran out of batches, so the true rate is higher" if any(d for _, d in results) else ""))
    return rate


def run(bench):
    booths = [Booth(number) for number in range(max(CONNECTIONS))]
    for count in CONNECTIONS:
        rates = []
        for number in range(ROUNDS):
            # This is enough for 60,000 events/s. What is left over is discarded.
            for booth in booths[:count]:
                booth.epoch, booth.sequence = str(uuid.uuid4()), 0
                booth.prepare(60_000 * SECONDS // (BATCH * count) + 1)
            platform = Platform(bench, {booth.number: booth.token for booth in booths}, f"ingest-{count}-{number}")
            try:
                rates.append(measure(bench, platform, booths, count))
            finally:
                platform.close()
        bench.figure(f"ingest_rate_{count}", sorted(rates)[len(rates) // 2], "events/s")
