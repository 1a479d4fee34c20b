/// The 64-bit FNV-1a hash. Unlike the standard library's hash, it is the same in every run and on every machine. Use it
/// to tell versions apart and to spread load; it gives no protection against forgery.
public struct FNV1a: Sendable {
    /// The hash of all bytes added so far.
    public private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    /// A hash of no bytes yet.
    public init() {}

    /// The hash of these bytes.
    public init(_ bytes: some Sequence<UInt8>) { add(bytes) }

    /// Adds bytes after those added before.
    public mutating func add(_ bytes: some Sequence<UInt8>) {
        // Other modules run this unspecialised, which costs some 400 instructions a byte if it goes through the
        // sequence. Arrays, Data and strings hand over their memory instead.
        if bytes.withContiguousStorageIfAvailable({ add($0) }) != nil { return }
        for byte in bytes { add(byte) }
    }

    private mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) {
        for byte in bytes { add(byte) }
    }

    private mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }

    /// Sixteen hexadecimal digits.
    public var text: String { value.padded(to: 16, radix: 16) }
}
