import Foundation
import Glibc
import KioskCore
public import Vocabulary

/// The clocks that date orders.
public struct OrderClock: Sendable {
    /// The kernel's id of this boot; moments of two boots cannot be compared.
    public var bootID: String
    /// The monotonic clock of this boot.
    public var now: @Sendable () -> Moment
    /// The wall clock in milliseconds since 1970; nil while it is not trusted.
    public var wall: @Sendable () -> Int64?

    /// Clocks.
    public init(
        bootID: String, now: @escaping @Sendable () -> Moment, wall: @escaping @Sendable () -> Int64?
    ) {
        self.bootID = bootID
        self.now = now
        self.wall = wall
    }

    /// The current time on all of them.
    var date: OrderDate { OrderDate(boot: bootID, moment: now(), wall: wall()) }
}

/// The file that holds the open orders of an `OrderBook`, so that a restarted kiosk neither loses an order nor places
/// it twice.
struct OrderJournal: Sendable {
    /// The file's name in the state directory.
    static let file = "orders.json"
    /// Far more bytes than the orders of a day need.
    private static let mostBytes = 4 << 20

    let path: String
    /// What the file holds, or would hold if it could be written.
    private(set) var kept: KeptOrders
    /// What was wrong with the file if it was damaged; it was then set aside.
    let damage: String?

    /// Reads what a former run left. A damaged file is set aside, and everything readable in it is used.
    init(directory: String, clock: OrderClock) {
        path = directory + "/" + Self.file
        let data = KeptFile.read(path, most: Self.mostBytes)
        let found = data.map { try? JSONDecoder().decode(KeptOrders.self, from: $0) } ?? KeptOrders()
        let isDamaged = found?.isDamaged ?? true
        damage = isDamaged ? KeptFile.setAside(path) : nil
        kept = found?.open(at: clock.date) ?? KeptOrders()
        // The damaged file is gone from its place, so its readable orders are saved in a new one.
        if isDamaged { try? save() }
    }

    /// Replaces the file's content if it has changed.
    mutating func keep(_ orders: KeptOrders) throws(JournalFailure) {
        guard orders != kept else { return }
        kept = orders
        try save()
    }

    /// Replaces the file as a whole, readable by its owner only, and waits for the disk. The next run therefore knows
    /// of everything that is sent after this returns, even after a power cut.
    private func save() throws(JournalFailure) {
        guard !kept.orders.isEmpty else {
            guard unlink(path) == 0 || errno == ENOENT else { throw JournalFailure(path, "unlink") }
            return
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        guard let data = try? encoder.encode(kept) else { throw JournalFailure(path, "encode", code: EINVAL) }
        let temporary = path + ".new"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw JournalFailure(temporary, "open") }
        defer { unlink(temporary) }
        let written = data.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        let isDurable = written == data.count && fsync(descriptor) == 0
        let code = written >= 0 && written < data.count ? ENOSPC : errno
        close(descriptor)
        guard isDurable else { throw JournalFailure(temporary, "write", code: code) }
        guard rename(temporary, path) == 0 else { throw JournalFailure(path, "rename") }
        let directory = open(URL(fileURLWithPath: path).deletingLastPathComponent().path, O_RDONLY | O_CLOEXEC)
        guard directory >= 0 else { throw JournalFailure(path, "open its directory") }
        defer { close(directory) }
        guard fsync(directory) == 0 else { throw JournalFailure(path, "fsync its directory") }
    }
}

/// The journal could not be written. The order itself goes on, but a restart may not know of it.
struct JournalFailure: Error, CustomStringConvertible {
    let description: String

    init(_ path: String, _ what: String, code: Int32 = errno) {
        description = "\(path): \(what): \(String(cString: strerror(code)))"
    }
}
