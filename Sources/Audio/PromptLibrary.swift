import Glibc

/// A cache of decoded recordings, up to a number of bytes; the most recently used stay. All sinks of a player share it,
/// on the player's thread alone.
///
/// When its file changes, a recording counts as a new one, so a technician can replace a voice by copying files while
/// the booth runs.
final class PromptLibrary {
    /// What tells two versions of a file apart.
    private struct Stamp: Equatable {
        let inode: UInt
        let size: Int
        let seconds: Int
        let nanoseconds: Int

        init?(path: String) {
            var status = stat()
            guard stat(path, &status) == 0 else { return nil }
            inode = UInt(status.st_ino)
            size = Int(status.st_size)
            seconds = status.st_mtim.tv_sec
            nanoseconds = status.st_mtim.tv_nsec
        }
    }

    private struct Entry {
        let stamp: Stamp
        let samples: [Int16]
        var lastUse: Int
    }

    private let capacity: Int
    private var entries: [String: Entry] = [:]
    private var uses = 0
    /// Bytes of samples held.
    private(set) var bytes = 0
    /// The recordings held.
    var paths: Set<String> { Set(entries.keys) }

    init(capacity: Int) { self.capacity = capacity }

    /// Opens a recording, from the cache if it is there; nil if it cannot be read.
    func open(_ path: String) -> PromptSource? {
        guard let stamp = Stamp(path: path) else { return nil }
        uses += 1
        if let entry = entries[path], entry.stamp == stamp {
            entries[path]?.lastUse = uses
            return PromptSource(samples: entry.samples)
        }
        guard let decoder = try? PromptDecoder(path: path) else { return nil }
        // One long text must not push out all the short ones.
        return PromptSource(path: path, decoder: decoder, keepingAtMost: capacity / 4 / MemoryLayout<Int16>.size)
    }

    /// Keeps what `source` has decoded, if that is a whole recording.
    func keep(_ source: PromptSource) {
        guard let (path, samples) = source.decodedWhole(), let stamp = Stamp(path: path) else { return }
        let size = samples.count * MemoryLayout<Int16>.size
        remove(path)
        while bytes + size > capacity, let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) {
            remove(oldest.key)
        }
        entries[path] = Entry(stamp: stamp, samples: samples, lastUse: uses)
        bytes += size
    }

    private func remove(_ path: String) {
        guard let old = entries.removeValue(forKey: path) else { return }
        bytes -= old.samples.count * MemoryLayout<Int16>.size
    }
}

/// One recording during playback. Its samples come from the cache, or are decoded as they are needed, so that a long
/// prompt starts as fast as a short one.
final class PromptSource {
    private let path: String
    private let keepLimit: Int
    private var decoder: PromptDecoder?
    private var samples: [Int16]
    private var position = 0
    private var isWhole = true

    init(samples: [Int16]) {
        path = ""
        keepLimit = 0
        self.samples = samples
    }

    init(path: String, decoder: PromptDecoder, keepingAtMost limit: Int) {
        self.path = path
        self.decoder = decoder
        keepLimit = limit
        samples = []
    }

    /// Copies the next samples to `output`. Returns how many, which is fewer than fit only at the end.
    func read(into output: UnsafeMutableBufferPointer<Int16>) -> Int {
        while samples.count - position < output.count, let decoder {
            if samples.count > keepLimit {
                isWhole = false
                samples.removeFirst(position)
                position = 0
            }
            if !decoder.decode(into: &samples) { self.decoder = nil }
        }
        let count = min(output.count, samples.count - position)
        for index in 0..<count { output[index] = samples[position + index] }
        position += count
        return count
    }

    /// The path and all samples, if the recording was decoded to its end and is short enough to be kept.
    func decodedWhole() -> (path: String, samples: [Int16])? {
        guard decoder == nil, isWhole, !path.isEmpty, !samples.isEmpty, samples.count <= keepLimit else { return nil }
        return (path, samples)
    }
}
