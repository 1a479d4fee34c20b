"""Relays between a program and the PulseAudio server and prints when sound passes. It is a separate program, so that
nothing in the measurement delays its clock. It prints one line, monotonic nanoseconds and a word, for each first block
of a stream (`sound`) and for each command to forget what the device still has (`flush`). Usage: relay.py SOCKET
SERVER_SOCKET

The native protocol consists of packets with a descriptor of five big-endian 32-bit words (length, channel, offset,
flags). The channel is all ones for commands, and a stream's own number for blocks of sound. A command begins with its
number, as a tagged 32-bit word."""
import os
import select
import socket
import struct
import sys
import time

COMMANDS = 0xFFFFFFFF
FLUSH_PLAYBACK_STREAM = b"L" + struct.pack(">I", 42)


class Packets:
    """Follows one direction of a connection, however it is split."""

    def __init__(self):
        self.pending = b""
        self.skip = 0
        self.heard = set()

    def take(self, piece, arrived):
        """Prints a line for each stream whose first block begins in the piece, and for each flush."""
        self.pending += piece
        while True:
            step = min(self.skip, len(self.pending))
            self.pending, self.skip = self.pending[step:], self.skip - step
            # Every command is longer than its number. A block of sound may be shorter, but its channel is enough.
            if self.skip or len(self.pending) < 20:
                return
            if self.pending[4:8] == b"\xff" * 4 and len(self.pending) < 25:
                return
            length, channel = struct.unpack(">II", self.pending[:8])
            self.pending, self.skip = self.pending[20:], length
            if channel == COMMANDS:
                if self.pending.startswith(FLUSH_PLAYBACK_STREAM):
                    print(arrived, "flush", flush=True)
            elif channel not in self.heard:
                self.heard.add(channel)
                print(arrived, "sound", flush=True)


def main():
    path, server = sys.argv[1:]
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen()
    print("listening", flush=True)
    others, packets = {}, {}
    while True:
        readable = select.select([sys.stdin, listener, *others], [], [])[0]
        arrived = time.monotonic_ns()
        for ready in readable:
            if ready is sys.stdin:
                os._exit(0)  # the program that started this is gone
            if ready is listener:
                program = listener.accept()[0]
                device = socket.socket(socket.AF_UNIX)
                device.connect(server)
                others.update({program: device, device: program})
                packets[program] = Packets()
                continue
            if ready not in others:
                continue
            try:
                piece = ready.recv(1 << 16)
                others[ready].sendall(piece)
            except OSError:
                piece = b""
            if ready in packets:
                packets[ready].take(piece, arrived)
            if not piece:
                other = others.pop(ready)
                del others[other]
                for end in (ready, other):
                    packets.pop(end, None)
                    end.close()


main()
