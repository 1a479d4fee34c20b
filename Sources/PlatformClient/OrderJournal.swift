import Foundation
import Glibc
import KioskCore

/// The clocks that orders are dated by.
public struct OrderClock: Sendable {
    /// The kernel's id of this boot: moments of two boots cannot be compared.
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
}

/// The orders that are open, on disk, so that a kiosk that is started again neither loses one nor places it twice.
///
/// An entry is on the disk before its order is sent, under the id that it is sent with; it goes when nothing can come of
/// the order any more. It holds what was ordered and what was answered; a call-back number never.
struct OrderJournal: Sendable {
    /// How far an order is, as far as a restart is concerned.
    enum Stage: String, Codable, Sendable {
        /// The platform has not confirmed it.
        case sending
        /// It has.
        case placed
        /// Somebody wants it cancelled.
        case cancelling
        /// It failed for want of an answer; the platform may have it, and nobody wants it.
        case givenUp
    }

    /// One order.
    struct Entry: Codable, Equatable, Sendable {
        /// The form that this program writes. What a newer one adds is left out, and what it says in words that are not
        /// known here is asked of the platform again.
        static let form = 1

        /// Nil in what an earlier version wrote down.
        var form: Int? = Self.form
        var handle: Int
        var id: String
        var function: String
        var kind: String
        var name: String?
        var choices: [String: String]
        var words: [ChoiceWords]
        var language: String
        var boot: String
        /// By the monotonic clock of that boot.
        var orderedAt: Int64
        /// By the wall clock, if it was trusted.
        var orderedAtWall: Int64?
        var stage = Stage.sending
        /// Whether the platform has a number to call back.
        var contactGiven = false
        /// Whether nobody waits for it any more; nil as false, and in what an earlier version wrote down.
        var isForgotten: Bool?
        var answer: RequestAnswer?

        init(_ handle: RequestHandle, id: String, _ order: RequestOrder, _ clock: OrderClock) {
            self.handle = handle.number
            self.id = id
            function = order.function.rawValue
            kind = order.kind
            name = order.name
            choices = order.choices
            words = order.words
            language = order.language.rawValue
            boot = clock.bootID
            orderedAt = clock.now().milliseconds
            orderedAtWall = clock.wall()
        }

        var order: RequestOrder {
            RequestOrder(
                function: FunctionID(rawValue: function), kind: kind, name: name, choices: choices, words: words,
                language: LanguageCode(rawValue: language))
        }

        /// How long ago it was ordered; nil if no clock can tell.
        func age(_ clock: OrderClock) -> Duration? {
            if boot == clock.bootID { return Self.passed(from: orderedAt, to: clock.now().milliseconds) ?? .zero }
            guard let then = orderedAtWall, let wall = clock.wall() else { return nil }
            return Self.passed(from: then, to: wall)
        }

        /// nil if it lies in the future. What a damaged file says may be any number.
        private static func passed(from then: Int64, to now: Int64) -> Duration? {
            guard now >= then else { return nil }
            let (passed, overflow) = now.subtractingReportingOverflow(then)
            return .milliseconds(overflow ? .max : passed)
        }
    }

    /// The file's name in the state directory.
    static let file = "orders.json"
    /// Far more than the orders of a day.
    private static let mostBytes = 4 << 20
    /// An order older than this is nobody's any more; the platform closes it then.
    static let lifetime = Duration.seconds(24 * 3600)

    let path: String
    let clock: OrderClock
    private(set) var entries: [Entry]
    /// What was wrong with the file, which was then set aside.
    let damage: String?

    /// What a former run left. Of a damaged file, what can be read; the file itself is set aside.
    init(directory: String, clock: OrderClock) {
        path = directory + "/" + Self.file
        self.clock = clock
        let data = KeptFile.read(path, most: Self.mostBytes)
        let found = data.map { (try? JSONDecoder().decode([Readable].self, from: $0)) ?? [Readable(entry: nil)] } ?? []
        if found.contains(where: { $0.entry == nil }) {
            damage = KeptFile.setAside(path)
        } else {
            damage = nil
        }
        entries = Self.named(found.compactMap(\.entry)).filter { $0.age(clock) ?? .zero < Self.lifetime }
        // What was readable of a damaged file has to be somewhere.
        if damage != nil { try? save() }
    }

    /// An entry, or nil if it is none.
    private struct Readable: Decodable {
        var entry: Entry?

        init(entry: Entry?) { self.entry = entry }

        init(from decoder: any Decoder) {
            entry = (try? Entry(from: decoder)) ?? Entry(newer: decoder)
            entry?.answer?.assignment?.keepToThisAge()
            if entry?.isPlain == false { entry = nil }
        }
    }

    /// Every order under a handle of its own that another can follow: one that has none, or somebody else's, gets the next.
    private static func named(_ entries: [Entry]) -> [Entry] {
        let usable = 1...1_000_000_000
        var next = (entries.map(\.handle).filter(usable.contains).max() ?? 0) + 1
        var taken: Set<Int> = []
        return entries.map { entry in
            var entry = entry
            if !usable.contains(entry.handle) || !taken.insert(entry.handle).inserted {
                entry.handle = next
                next += 1
            }
            return entry
        }
    }

    /// For the core: what somebody may still wait for.
    func restored(_ contacts: PendingContacts) -> [RestoredOrder] {
        entries.filter { $0.stage != .givenUp && $0.isForgotten != true }.map { entry in
            // Where no clock can tell, the ten minutes count as over: what the platform says decides.
            let age = entry.age(clock) ?? .seconds(600)
            return RestoredOrder(
                handle: RequestHandle(entry.handle), order: entry.order, orderedAt: clock.now() - age,
                answer: entry.answer, contactGiven: entry.contactGiven,
                contactPending: contacts.number(of: entry.id) != nil, isCancelling: entry.stage == .cancelling)
        }
    }

    /// Adds an entry.
    mutating func add(_ entry: Entry) throws(JournalFailure) {
        entries.append(entry)
        try save()
    }

    /// Changes the entry with that id, if there is one and anything changes.
    mutating func change(_ id: String, _ change: (inout Entry) -> Void) throws(JournalFailure) {
        guard let index = entries.firstIndex(where: { $0.id == id }) else { return }
        let before = entries[index]
        change(&entries[index])
        if entries[index] != before { try save() }
    }

    /// Removes the entry with that id.
    mutating func remove(_ id: String) throws(JournalFailure) {
        guard entries.contains(where: { $0.id == id }) else { return }
        entries.removeAll { $0.id == id }
        try save()
    }

    /// Replaces the file as a whole, readable by its owner only, and waits for the disk: what is sent after this returned
    /// is known to the next run, even after a power cut.
    private func save() throws(JournalFailure) {
        guard !entries.isEmpty else {
            guard unlink(path) == 0 || errno == ENOENT else { throw JournalFailure(path, "unlink") }
            return
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        guard let data = try? encoder.encode(entries) else { throw JournalFailure(path, "encode", code: EINVAL) }
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

extension OrderJournal.Entry {
    /// An entry of a newer version, as far as it is understood; nil if it is none. Under its id the platform knows it,
    /// whatever became of it: it counts as placed, and is asked about.
    fileprivate init?(newer decoder: any Decoder) {
        guard let values = try? decoder.container(keyedBy: CodingKeys.self),
            let form = try? values.decode(Int.self, forKey: .form), form > Self.form,
            let id = try? values.decode(String.self, forKey: .id),
            let kind = try? values.decode(String.self, forKey: .kind),
            let function = try? values.decode(String.self, forKey: .function),
            let orderedAt = try? values.decode(Int64.self, forKey: .orderedAt),
            let boot = try? values.decode(String.self, forKey: .boot)
        else { return nil }
        func value<Value: Decodable>(_ key: CodingKeys, or other: Value) -> Value {
            (try? values.decode(Value.self, forKey: key)) ?? other
        }
        self.form = Self.form
        (self.id, self.kind, self.function, self.orderedAt, self.boot) = (id, kind, function, orderedAt, boot)
        handle = value(.handle, or: 0)
        name = value(.name, or: nil as String?)
        choices = value(.choices, or: [:])
        words = value(.words, or: [])
        language = value(.language, or: LanguageCode.chinese.rawValue)
        orderedAtWall = value(.orderedAtWall, or: nil as Int64?)
        stage = value(.stage, or: .placed)
        contactGiven = value(.contactGiven, or: false)
        isForgotten = value(.isForgotten, or: nil as Bool?)
        answer = value(.answer, or: nil as RequestAnswer?)
    }

    /// Whether its texts can be what an order says. They are sent, its id as part of an address, and shown.
    fileprivate var isPlain: Bool {
        let names = [function, kind, language, boot]
        let texts = [name].compactMap { $0 } + choices.flatMap { [$0.key, $0.value] }
        let spoken = words.flatMap { [$0.id, $0.question, $0.answer] } + (answer?.assignment?.texts ?? [])
        return (1...64).contains(id.utf8.count)
            && id.utf8.allSatisfy { $0 == 0x2D || Unicode.Scalar($0).properties.isASCIIHexDigit }
            && choices.count <= 100 && words.count <= 100
            && names.allSatisfy { KeptFile.isPlain($0, most: 256) }
            && (texts + spoken).allSatisfy { KeptFile.isPlain($0, most: 2_000) }
    }
}

extension Assignment {
    fileprivate var texts: [String] {
        [plate, car, hospital, department, slot, title, when, place, note].compactMap { $0 }
    }

    /// Drops a time of arrival that is no time of these centuries: what a damaged file says may be any number.
    fileprivate mutating func keepToThisAge() {
        if let arrival = arrivesAt, !(0...4_102_444_800_000).contains(arrival) { arrivesAt = nil }
    }
}

/// The journal could not be written; the order itself goes on, but a restart may not know of it.
struct JournalFailure: Error, CustomStringConvertible {
    let description: String

    init(_ path: String, _ what: String, code: Int32 = errno) {
        description = "\(path): \(what): \(String(cString: strerror(code)))"
    }
}
