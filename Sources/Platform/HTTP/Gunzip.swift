import CZlib

/// Decompresses gzip (RFC 1952) in memory, within a limit.
enum Gunzip {
    enum Failure: Error, Equatable {
        /// The data is not gzip, is damaged or truncated, or is followed by something else.
        case malformed
        /// The content is larger than the limit.
        case tooLarge
    }

    /// Returns the content, at most `limit` bytes. Never holds more than that in memory, however well a hostile body
    /// compresses.
    static func decompress(_ compressed: [UInt8], limit: Int) throws(Failure) -> [UInt8] {
        var stream = z_stream()
        let windowBits: Int32 = 15 + 16  // The largest window; +16 expects a gzip header and checks its CRC.
        guard inflateInit2_(&stream, windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw .malformed
        }
        defer { inflateEnd(&stream) }
        var input = compressed
        var content: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 * 1024)
        var status = Z_OK
        var unread = 0
        var isTooLarge = false
        input.withUnsafeMutableBufferPointer { input in
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(clamping: input.count)
            while status == Z_OK, !isTooLarge {
                chunk.withUnsafeMutableBufferPointer { chunk in
                    stream.next_out = chunk.baseAddress
                    stream.avail_out = UInt32(clamping: chunk.count)
                    status = inflate(&stream, Z_NO_FLUSH)
                    content += chunk[..<(chunk.count - Int(stream.avail_out))]
                }
                isTooLarge = content.count > limit
            }
            unread = Int(stream.avail_in)
        }
        if isTooLarge { throw .tooLarge }
        guard status == Z_STREAM_END, unread == 0 else { throw .malformed }
        return content
    }
}
