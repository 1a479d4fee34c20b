import Foundation

/// One way to break a configuration, and every line that `kiosk check` prints about it.
struct BrokenConfiguration: Sendable, CustomStringConvertible {
    var description: String
    var change: @Sendable (Fixture) throws -> Void
    var printed: [String]

    static let all = booth + numbers + functions + pages + files + theme + keys + sources + truth

    /// A part of a file replaced by another.
    init(_ description: String, _ file: String, _ old: String, _ new: String, prints printed: String...) {
        self.description = description
        change = { try $0.edit(file, old, new) }
        self.printed = printed
    }

    /// Any other change.
    init(
        _ description: String, prints printed: String..., change: @escaping @Sendable (Fixture) throws -> Void
    ) {
        self.init(description, prints: printed, change: change)
    }

    init(_ description: String, prints printed: [String], change: @escaping @Sendable (Fixture) throws -> Void) {
        self.description = description
        self.change = change
        self.printed = printed
    }
}
