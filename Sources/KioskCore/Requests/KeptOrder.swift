import Basics
public import Vocabulary

/// The time at which something was ordered or is looked at, by each clock that can tell how long ago the order was.
public struct OrderDate: Equatable, Sendable {
    /// The kernel's id of this boot: moments of two boots cannot be compared.
    public var boot: String
    /// By the monotonic clock of that boot.
    public var moment: Moment
    /// By the wall clock, in milliseconds since 1970; nil while it is not trusted.
    public var wall: Int64?

    /// A date.
    public init(boot: String, moment: Moment, wall: Int64?) {
        self.boot = boot
        self.moment = moment
        self.wall = wall
    }
}

/// How far an order is, as much as a restart needs to know.
public enum OrderStage: String, Codable, Sendable {
    /// The platform has not confirmed it.
    case sending
    /// The platform has confirmed it.
    case placed
    /// Somebody wants it cancelled.
    case cancelling
    /// It failed for want of an answer; the platform may have it, but nobody wants it any more.
    case givenUp
}

/// An open order as the next run of the kiosk must know it: what was ordered and what was answered, but never a
/// call-back number. Its members are those of the journal `orders.json`.
public struct KeptOrder: Codable, Equatable, Sendable {
    /// The version of the format that this program writes. Members that a newer version adds are left out. If a newer
    /// version uses values that are not known here, the platform is asked again.
    static let form = 1
    /// The age after which nobody waits for an order any more; the platform closes it then.
    public static let lifetime = Duration.seconds(24 * 3600)

    /// The version of the format; nil in what an earlier version wrote down.
    var form: Int? = Self.form
    /// The number of its handle.
    public internal(set) var handle: Int
    /// The UUID under which it is placed, once.
    public private(set) var id: String
    var function: String
    var kind: String
    var name: String?
    /// Answers by choice id.
    public internal(set) var choices: [String: String]
    var words: [ChoiceWords]
    var language: String
    /// The boot in which it was ordered.
    public var boot: String
    /// When, by the monotonic clock of that boot, in milliseconds.
    public var orderedAt: Int64
    /// When, by the wall clock, if it was trusted; milliseconds since 1970.
    public var orderedAtWall: Int64?
    /// How far it is.
    public var stage = OrderStage.sending
    /// Whether the platform has a number to call back.
    public var contactGiven = false
    /// Whether nobody waits for it any more. Nil means false, and is what an earlier version left.
    var isForgotten: Bool?
    /// The platform's last answer.
    public var answer: RequestAnswer?

    /// An order that has not been sent yet.
    public init(_ handle: RequestHandle, id: String, _ order: RequestOrder, at date: OrderDate) {
        self.handle = handle.number
        self.id = id
        function = order.function.rawValue
        kind = order.kind
        name = order.name
        choices = order.choices
        words = order.words
        language = order.language.rawValue
        boot = date.boot
        orderedAt = date.moment.milliseconds
        orderedAtWall = date.wall
    }

    /// What was ordered.
    public var order: RequestOrder {
        RequestOrder(
            function: FunctionID(rawValue: function), kind: kind, name: name, choices: choices, words: words,
            language: LanguageCode(rawValue: language))
    }

    /// How long ago it was ordered; nil if no clock can tell.
    public func age(at date: OrderDate) -> Duration? {
        if boot == date.boot { return Self.passed(from: orderedAt, to: date.moment.milliseconds) ?? .zero }
        guard let then = orderedAtWall, let wall = date.wall else { return nil }
        return Self.passed(from: then, to: wall)
    }

    /// The time that has passed; nil if `then` lies in the future. A damaged file may contain any number.
    private static func passed(from then: Int64, to now: Int64) -> Duration? {
        now >= then ? .milliseconds(now.saturatingSubtracting(then)) : nil
    }
}

/// The part of an `OrderBook` that the journal holds: every order of which something may still come.
public struct KeptOrders: Equatable, Sendable {
    /// The orders, in the order in which they were made.
    public var orders: [KeptOrder]
    /// Whether the journal that was read contains something that is not an order.
    public private(set) var isDamaged = false

    /// These orders.
    public init(_ orders: [KeptOrder] = []) { self.orders = orders }

    /// The orders that are recent enough for somebody to care about them.
    public func open(at date: OrderDate) -> KeptOrders {
        KeptOrders(orders.filter { $0.age(at: date) ?? .zero < KeptOrder.lifetime })
    }

    /// Each order once, under a handle of its own that leaves room for later ones. An order without a usable handle, or
    /// with another order's, gets the next one.
    private static func named(_ orders: [KeptOrder]) -> [KeptOrder] {
        let usable = 1...1_000_000_000
        var next = (orders.map(\.handle).filter(usable.contains).max() ?? 0) + 1
        var (handles, ids): (Set<Int>, Set<String>) = ([], [])
        return orders.filter { ids.insert($0.id).inserted }.map { order in
            var order = order
            if !usable.contains(order.handle) || !handles.insert(order.handle).inserted {
                order.handle = next
                next += 1
            }
            return order
        }
    }
}

extension KeptOrders: Codable {
    /// Reads a journal; from a damaged one, whatever can be read.
    /// - Throws: if the journal is not a list.
    public init(from decoder: any Decoder) throws {
        let found = try [Readable](from: decoder)
        orders = Self.named(found.compactMap(\.order))
        isDamaged = found.contains { $0.order == nil }
    }

    /// Writes a journal: the list of the orders.
    public func encode(to encoder: any Encoder) throws { try orders.encode(to: encoder) }

    /// An entry of the journal: an order, or nil if it is not one.
    private struct Readable: Decodable {
        var order: KeptOrder?

        init(from decoder: any Decoder) {
            order = (try? KeptOrder(from: decoder)) ?? KeptOrder(newer: decoder)
            order?.answer?.assignment?.keepToThisAge()
            if order?.isPlain == false { order = nil }
        }
    }
}

extension KeptOrder {
    /// Reads an order of a newer version, as far as it is understood; nil if it is not one. If its stage is not
    /// understood, it counts as placed: the platform knows it by its id, whatever became of it, and is asked about it.
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

    /// Whether its texts can be those of an order, by their lengths and characters. They are sent and shown, and the id
    /// becomes part of an address.
    fileprivate var isPlain: Bool {
        func isPlain(_ text: String, most: Int) -> Bool {
            text.utf8.count <= most && !text.unicodeScalars.contains { $0.properties.generalCategory == .control }
        }
        let names = [function, kind, language, boot]
        let texts = [name].compactMap { $0 } + choices.flatMap { [$0.key, $0.value] }
        let spoken = words.flatMap { [$0.id, $0.question, $0.answer] } + (answer?.assignment?.texts ?? [])
        return (1...64).contains(id.utf8.count)
            && id.utf8.allSatisfy { $0 == 0x2D || Unicode.Scalar($0).properties.isASCIIHexDigit }
            && choices.count <= 100 && words.count <= 100
            && names.allSatisfy { isPlain($0, most: 256) }
            && (texts + spoken).allSatisfy { isPlain($0, most: 2_000) }
    }
}

extension Assignment {
    fileprivate var texts: [String] {
        [plate, car, hospital, department, slot, title, when, place, note].compactMap { $0 }
    }

    /// Drops a time of arrival before 1970 or after 2099: a damaged file may contain any number.
    fileprivate mutating func keepToThisAge() {
        if let arrival = arrivesAt, !(0...4_102_444_800_000).contains(arrival) { arrivesAt = nil }
    }
}
