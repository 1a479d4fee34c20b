import Glibc

/// Reads what a terminal has available without ever waiting. It does not use O_NONBLOCK, which the output usually
/// shares.
enum ByteSource {
    /// The most bytes taken in one go, so that a flood cannot hold up the main queue.
    static let limit = 65_536

    /// What can be read now.
    struct Reading {
        var bytes: [UInt8]
        /// Whether nothing will ever come again because the other side is gone.
        var isLost: Bool
    }

    static func drain(_ descriptor: Int32) -> Reading {
        var reading = Reading(bytes: [], isLost: false)
        var chunk = [UInt8](repeating: 0, count: 4096)
        while reading.bytes.count < limit {
            var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let ready = poll(&request, 1, 0)
            if ready < 0, errno == EINTR { continue }
            if ready <= 0 { return reading }
            guard request.revents & Int16(POLLIN) != 0 else {
                reading.isLost = true
                return reading
            }
            let count = read(descriptor, &chunk, chunk.count)
            if count > 0 {
                reading.bytes.append(contentsOf: chunk[..<count])
            } else if count == 0 || (errno != EINTR && errno != EAGAIN) {
                reading.isLost = true
                return reading
            }
        }
        return reading
    }
}
