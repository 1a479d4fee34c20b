public import Foundation

/// A small file for data that must never be on a disk. The provider of the closures has to ensure that.
public struct MemoryFile: Sendable {
    /// Returns the file's content; nil if there is no file.
    public var read: @Sendable () -> Data?
    /// Replaces the file, readable by its owner only, or removes it if given nil; false if that failed.
    public var write: @Sendable (Data?) -> Bool

    /// A file.
    public init(read: @escaping @Sendable () -> Data?, write: @escaping @Sendable (Data?) -> Bool) {
        self.read = read
        self.write = write
    }
}

/// The call-back numbers that the platform does not have yet, by the ids of their orders. With a file in memory, they
/// survive a restart of the kiosk. A number is removed once the platform has it, or when its order goes.
struct PendingContacts: Sendable {
    private let file: MemoryFile?
    /// The numbers by the ids of their orders.
    private(set) var numbers: [String: String]
    /// Whether the file held anything but numbers of orders. Such a file is never set aside, because it may hold
    /// numbers.
    let isDamaged: Bool

    /// Reads the numbers that a former run left for these orders and removes all others.
    init(file: MemoryFile?, of orders: [String]) {
        self.file = file
        let data = file?.read()
        let found = data.flatMap { try? JSONDecoder().decode([String: Readable].self, from: $0) }
        let left = (found ?? [:]).compactMapValues(\.number)
        isDamaged = data != nil && left.count != found?.count
        numbers = left.filter { orders.contains($0.key) }
        if numbers.isEmpty || numbers.count != found?.count { _ = save() }
    }

    /// A number; nil if the text is not one.
    private struct Readable: Decodable {
        var number: String?

        init(from decoder: any Decoder) {
            let text = try? decoder.singleValueContainer().decode(String.self)
            number = text.flatMap { PendingContacts.isNumber($0) ? $0 : nil }
        }
    }

    /// Replaces the numbers if they have changed.
    /// - Returns: false if they could not be written, so that the next run would read other ones.
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
