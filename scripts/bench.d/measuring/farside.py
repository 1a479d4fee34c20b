"""The far end of a trunk, on a UDP socket of this program. The kernel stamps what arrives, and it is answered as the
bench wants. It speaks as much SIP as one call needs (RFC 3261)."""
import re
import socket
import struct
import time

SDP = ("v=0\r\no=far 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
       "m=audio {port} RTP/AVP 8 101\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\n")
SO_TIMESTAMPNS = 35  # asm-generic/socket.h; Python does not name it


class FarSide:
    """A far side whose manner decides how it answers an INVITE: `ring`, `announce` (183 without sound), `answer` (also
    without sound), `refuse` with 503, or `silent`. Everything else is answered properly."""

    def __init__(self):
        self.manner = "ring"
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
        self.socket.bind(("127.0.0.1", 0))
        self.sound = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)  # takes the booth's sound and drops it
        self.sound.bind(("127.0.0.1", 0))
        self.forget()

    def forget(self):
        """Forgets what came before, for a new call."""
        self.times, self.open = {}, {}

    @property
    def port(self):
        return self.socket.getsockname()[1]

    def take(self):
        """Reads one request and answers it. `times` holds when the first of each kind came, and when 503 was sent."""
        data, ancillary, _, sender = self.socket.recvmsg(65536, 64)
        stamps = [struct.unpack("qq", value[:16]) for level, kind, value in ancillary
                  if (level, kind) == (socket.SOL_SOCKET, SO_TIMESTAMPNS)]
        if not stamps:
            raise RuntimeError("the kernel does not stamp datagrams")
        text = data.decode()
        method, call = text.split(" ", 1)[0], header(text, "Call-ID")
        known = method == "INVITE" and call in self.open
        if method not in ("OPTIONS", "ACK") and not known:
            self.times.setdefault(method, stamps[0][0] * 1_000_000_000 + stamps[0][1])
        if method in ("BYE", "CANCEL", "OPTIONS"):
            self.say(text, sender, "200 OK")
        if method == "CANCEL":
            self.finish(call)
        if method == "INVITE" and not known:
            self.open[call] = (text, sender)
            self.greet(text, sender)

    def greet(self, invite, sender):
        if self.manner == "silent":
            return
        self.say(invite, sender, "100 Trying")
        if self.manner == "refuse":
            self.times["503"] = time.clock_gettime_ns(time.CLOCK_REALTIME)
            return self.say(invite, sender, "503 Service Unavailable")
        if self.manner == "announce":
            return self.say(invite, sender, "183 Session Progress", SDP.format(port=self.sound.getsockname()[1]))
        self.say(invite, sender, "180 Ringing")
        if self.manner == "answer":
            self.say(invite, sender, "200 OK", SDP.format(port=self.sound.getsockname()[1]))

    def finish(self, call=None):
        """Ends all invited calls, or only one of them, so that nobody goes on asking."""
        for identity in [call] if call else list(self.open):
            if identity in self.open:
                self.say(*self.open.pop(identity), "487 Request Terminated")

    def say(self, request, to, status, body=""):
        lines = [f"SIP/2.0 {status}"]
        lines += re.findall(r"(?im)^(?:via|from|call-id|cseq|record-route):.*$", request.replace("\r", ""))
        called = header(request, "To")
        lines += [f"To: {called}" if "tag=" in called or status.startswith("100") else f"To: {called};tag=far",
                  f"Contact: <sip:far@127.0.0.1:{self.port}>"]
        if body:
            lines.append("Content-Type: application/sdp")
        lines += [f"Content-Length: {len(body)}", "", body]
        self.socket.sendto("\r\n".join(lines).encode(), to)

    def close(self):
        self.socket.close()
        self.sound.close()


def header(text, name):
    return re.search(rf"(?im)^{name}:[ \t]*(.*?)\r?$", text).group(1)
