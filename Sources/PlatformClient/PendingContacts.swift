public import Foundation

/// A small file for what must never lie on a disk. Whoever provides it answers for that.
public struct MemoryFile: Sendable {
    /// What is in it; nil without one.
    public var read: @Sendable () -> Data?
    /// Replaces it, readable by its owner only, or removes it with nil; false if that failed.
    public var write: @Sendable (Data?) -> Bool

    /// A file.
    public init(read: @escaping @Sendable () -> Data?, write: @escaping @Sendable (Data?) -> Bool) {
        self.read = read
        self.write = write
    }
}

/// The call-back numbers that the platform does not have yet, by the ids of their orders. With a file in memory they outlive
/// a restart of the kiosk; a number goes when the platform has it, and with its order.
struct PendingContacts: Sendable {
    private let file: MemoryFile?
    /// The numbers by the ids of their orders.
    private(set) var numbers: [String: String]
    /// Whether the file had something in it that is no number of an order. It is never set aside: it may hold numbers.
    let isDamaged: Bool

    /// What a former run left for these orders; what belongs to no other is removed.
    init(file: MemoryFile?, of orders: [String]) {
        self.file = file
        let data = file?.read()
        let found = data.flatMap { try? JSONDecoder().decode([String: Readable].self, from: $0) }
        let left = (found ?? [:]).compactMapValues(\.number)
        isDamaged = data != nil && left.count != found?.count
        numbers = left.filter { orders.contains($0.key) }
        if numbers.isEmpty || numbers.count != found?.count { _ = save() }
    }

    /// A number, or nil if it is none.
    private struct Readable: Decodable {
        var number: String?

        init(from decoder: any Decoder) {
            let text = try? decoder.singleValueContainer().decode(String.self)
            number = text.flatMap { PendingContacts.isNumber($0) ? $0 : nil }
        }
    }

    /// Replaces the numbers, if they are any others.
    /// - Returns: false if the next run would know otherwise.
    mutating func keep(_ numbers: [String: String]) -> Bool {
        guard self.numbers != numbers else { return true }
        self.numbers = numbers
        return save()
    }

    private func save() -> Bool {
        guard let file else { return true }
        return file.write(numbers.isEmpty ? nil : try? JSONEncoder().encode(numbers))
    }

    private static func isNumber(_ text: String) -> Bool {
        (1...20).contains(text.utf8.count) && text.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2B }
    }
}
