import KioskCore
import Foundation
import Reporting
import Vocabulary

extension CallMemory {
    /// What is known before the file is read. Nothing in the file may exceed it.
    struct Bounds {
        /// The name of this boot.
        var boot: String
        /// The monotonic clock, which was at 0 when the machine was started.
        var now: Moment
        /// How long a free call, its quota and the time to be called back may last.
        var timings = Timings()
        /// Numbers at which an emergency service answers.
        var emergencyNumbers: [String] = []
    }

    /// Reads what a former run left.
    ///
    /// Whatever the file contains, the result is a possible state: meaningless values are left out, and times are
    /// limited to between the start of the machine and now. A call that may be an emergency is kept as one.
    /// - Parameter data: The file; nil if there is none.
    /// - Returns: The memory, and whether the file was damaged. A file of another boot is not damaged but simply out of
    /// date.
    static func read(_ data: Data?, _ bounds: Bounds) -> (memory: CallMemory, isDamaged: Bool) {
        let nothing = CallMemory(boot: bounds.boot)
        guard let data else { return (nothing, false) }
        guard let found = try? JSONDecoder().decode(CallMemory.self, from: data) else { return (nothing, true) }
        guard found.boot == bounds.boot else { return (nothing, false) }
        var memory = found
        memory.bound(bounds)
        // A class that only a later version knows is treated as an emergency's, which never ends. That is no damage.
        var expected = found
        if let name = found.live?.callClass, CallClass(rawValue: name) == nil {
            expected.live?.endsAt = memory.live?.endsAt
        }
        let isDamaged = found.isDamaged || memory != expected
        memory.isDamaged = false
        memory.tighten(bounds)
        return (memory, isDamaged)
    }

    /// Limits every value to what any configuration may have left.
    private mutating func bound(_ bounds: Bounds) {
        let now = bounds.now
        let (start, latest) = (Moment(milliseconds: 0), now + .seconds(86_400))
        digests = digests.bounded
        if live?.number?.count != NumberDigests.bytes { live?.number = nil }
        if let number = live?.number, bounds.emergencyNumbers.contains(where: { digests.matches($0, number) }) {
            live?.callClass = CallClass.emergency.rawValue
        }
        let journal = journal.bounded(from: start, now: now, to: latest)
        if var call = live, let bounded = journal.live {
            call.pressedAt = bounded.pressedAt.milliseconds
            call.startedAt = bounded.startedAt.milliseconds
            call.answeredAt = bounded.answeredAt?.milliseconds
            call.endsAt = bounded.endsAt?.milliseconds
            call.attempts = bounded.attempts
            // A class that nobody knows stays as it is written. It counts as an emergency, and a later version may know
            // it.
            if CallClass(rawValue: call.callClass) != nil { call.callClass = bounded.callClass.rawValue }
            live = call
        }
        if let bounded = journal.pending {
            pending?.pressedAt = bounded.pressedAt.milliseconds
            pending?.until = bounded.until?.milliseconds
        }
        if let bounded = journal.callBack { callBack?.until = bounded.until.milliseconds }
        freeCalls = freeCalls.suffix(Self.mostFreeCalls).filter { $0.number.count == NumberDigests.bytes }.map { call in
            FreeCall(number: call.number, until: min(max(call.until, 0), latest.milliseconds))
        }
    }

    /// Limits deadlines to what the timings in use can set. Timings shorter than before are no damage.
    private mutating func tighten(_ bounds: Bounds) {
        func atMost(_ until: Int64, _ length: Duration) -> Int64 { min(until, (bounds.now + length).milliseconds) }
        if let end = live?.endsAt { live?.endsAt = atMost(end, bounds.timings.freeCall) }
        if let until = callBack?.until { callBack?.until = atMost(until, bounds.timings.callBack) }
        freeCalls = freeCalls.map { call in
            FreeCall(number: call.number, until: atMost(call.until, bounds.timings.freeCallQuota))
        }
    }

    /// More free calls than can be made within their quota.
    private static let mostFreeCalls = 1_000
}

extension CallMemory: Codable {
    private enum CodingKeys: String, CodingKey { case boot, digests, live, callBack, pending, freeCalls }

    /// Reads what it can. Only a file that names no boot is no memory at all.
    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        boot = try values.decode(String.self, forKey: .boot)
        var careful = CarefulValues(values)
        digests = careful.decode(NumberDigests.self, .digests) ?? NumberDigests()
        live = careful.decode(Careful<Live>.self, .live).flatMap { careful.take($0) }
        callBack = careful.decode(Careful<CallBackEntry>.self, .callBack).flatMap { careful.take($0) }
        pending = careful.decode(Careful<PendingEntry>.self, .pending).flatMap { careful.take($0) }
        freeCalls = (careful.decode([Careful<FreeCall>].self, .freeCalls) ?? []).compactMap { careful.take($0) }
        isDamaged = careful.isDamaged
    }

    func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(boot, forKey: .boot)
        try values.encode(digests, forKey: .digests)
        try values.encodeIfPresent(live, forKey: .live)
        try values.encodeIfPresent(callBack, forKey: .callBack)
        try values.encodeIfPresent(pending, forKey: .pending)
        try values.encode(freeCalls, forKey: .freeCalls)
    }
}

/// A value that reads what it can from a file, and says whether that was all.
protocol CarefullyDecodable {
    associatedtype CodingKeys: CodingKey
    /// Nil if too little can be read.
    init?(_ values: inout CarefulValues<CodingKeys>)
}

/// The keys and values of one object.
struct CarefulValues<Keys: CodingKey> {
    private let container: KeyedDecodingContainer<Keys>
    /// Whether something was there that could not be read.
    private(set) var isDamaged = false

    /// Names of services and trunks are far shorter than this. A longer text is not a name.
    private static var longestText: Int { 256 }

    init(_ container: KeyedDecodingContainer<Keys>) { self.container = container }

    /// Decodes a value; nil if there is none or if it is of another kind.
    mutating func decode<Value: Decodable>(_ type: Value.Type, _ key: Keys) -> Value? {
        guard has(key) else { return nil }
        guard let value = try? container.decode(type, forKey: key) else {
            isDamaged = true
            return nil
        }
        if let text = value as? String, text.utf8.count > Self.longestText || text.unicodeScalars.contains("\0") {
            isDamaged = true
            return nil
        }
        return value
    }

    /// Whether there is anything under a key.
    func has(_ key: Keys) -> Bool { container.contains(key) && (try? container.decodeNil(forKey: key)) != true }

    /// Decodes a value that has to be there, or returns its substitute.
    mutating func decode<Value: Decodable>(_ key: Keys, or other: Value) -> Value {
        if let value = decode(Value.self, key) { return value }
        isDamaged = true
        return other
    }

    /// Takes the value of a part. Damage to the part counts as damage to the whole.
    mutating func take<Value>(_ part: Careful<Value>) -> Value? {
        if part.isDamaged { isDamaged = true }
        return part.value
    }
}

/// A part of a file, as far as it can be read.
struct Careful<Value: CarefullyDecodable>: Decodable {
    let value: Value?
    let isDamaged: Bool

    init(from decoder: any Decoder) {
        guard let container = try? decoder.container(keyedBy: Value.CodingKeys.self) else {
            (value, isDamaged) = (nil, true)
            return
        }
        var values = CarefulValues(container)
        value = Value(&values)
        isDamaged = values.isDamaged || value == nil
    }
}

extension CallMemory.Live: CarefullyDecodable {
    /// Without a trunk nobody can tell which call is meant. Only an emergency is taken up all the same.
    init?(_ values: inout CarefulValues<CodingKeys>) {
        emergency = values.decode(String.self, .emergency)
        service = values.decode(String.self, .service)
        callClass = values.decode(.callClass, or: CallClass.emergency.rawValue)
        origin = values.decode(String.self, .origin)
        direction = values.decode(.direction, or: CallDirection.outgoing.rawValue)
        let trunk = values.decode(String.self, .trunk)
        self.trunk = trunk ?? ""
        number = values.decode(Data.self, .number)
        startedAt = values.decode(.startedAt, or: Int64(0))
        pressedAt = values.decode(.pressedAt, or: startedAt)
        let hadAnswer = values.has(.answeredAt)
        answeredAt = values.decode(Int64.self, .answeredAt) ?? (hadAnswer ? startedAt : nil)
        isLost = values.decode(.isLost, or: false)
        isUnheard = values.decode(Bool.self, .isUnheard)
        let hadEnd = values.has(.endsAt)
        // A deadline that cannot be read is taken as the latest possible one.
        endsAt = values.decode(Int64.self, .endsAt) ?? (hadEnd ? .max : nil)
        attempts = values.decode(.attempts, or: 1)
        let isEmergency =
            emergency.flatMap(EmergencyService.init(rawValue:)) != nil
            || service.flatMap(EmergencyService.init(rawValue:)) != nil
        if trunk == nil, !isEmergency { return nil }
    }
}

extension CallMemory.CallBackEntry: CarefullyDecodable {
    init?(_ values: inout CarefulValues<CodingKeys>) {
        service = values.decode(String.self, .service)
        trunk = values.decode(String.self, .trunk)
        guard let until = values.decode(Int64.self, .until) else { return nil }
        self.until = until
    }
}

extension CallMemory.PendingEntry: CarefullyDecodable {
    /// Reads whatever it can, since the entry was an emergency.
    init?(_ values: inout CarefulValues<CodingKeys>) {
        service = values.decode(String.self, .service)
        origin = values.decode(.origin, or: EmergencyOrigin.restored.rawValue)
        pressedAt = values.decode(.pressedAt, or: Int64.max)
        until = values.decode(Int64.self, .until)
    }
}

extension CallMemory.FreeCall: CarefullyDecodable {
    init?(_ values: inout CarefulValues<CodingKeys>) {
        guard let number = values.decode(Data.self, .number), let until = values.decode(Int64.self, .until) else {
            return nil
        }
        (self.number, self.until) = (number, until)
    }
}
