import Foundation
import KioskCore
import Reporting
import Vocabulary

/// What this booth remembers of calls across a restart of the kiosk, but not of the machine: the call in progress, who
/// may call back, and which numbers had a free call recently. It contains digests, never a number.
struct CallMemory: Equatable {
    /// The file's name in the runtime directory.
    static let file = "calls.json"

    struct Live: Encodable, Equatable {
        enum CodingKeys: String, CodingKey {
            case callClass, emergency, origin, service, direction, trunk, number, pressedAt, startedAt, answeredAt
            case isLost, isUnheard, endsAt, attempts
        }

        var callClass: String
        var emergency: String?
        var origin: String?
        var service: String?
        var direction: String
        var trunk: String
        /// The digest of the number; nil where digests may not be kept.
        var number: Data?
        var pressedAt: Int64
        var startedAt: Int64
        var answeredAt: Int64?
        var isLost: Bool
        var isUnheard: Bool?
        var endsAt: Int64?
        var attempts: Int
    }

    struct CallBackEntry: Encodable, Equatable {
        enum CodingKeys: String, CodingKey { case service, until, trunk }

        var service: String?
        var until: Int64
        var trunk: String?
    }

    struct PendingEntry: Encodable, Equatable {
        enum CodingKeys: String, CodingKey { case service, origin, pressedAt, until }

        var service: String?
        var origin: String
        var pressedAt: Int64
        var until: Int64?
    }

    struct FreeCall: Encodable, Equatable {
        enum CodingKeys: String, CodingKey { case number, until }

        var number: Data
        var until: Int64
    }

    /// The boot that the times here belong to; they are of its monotonic clock.
    let boot: String
    var digests = NumberDigests()
    var live: Live?
    var callBack: CallBackEntry?
    var pending: PendingEntry?
    var freeCalls: [FreeCall] = []
    /// Whether the file that this was read from contained something unreadable. This flag itself is not written.
    var isDamaged = false

    /// Creates an empty memory.
    init(boot: String) { self.boot = boot }

    /// The content of the file.
    var data: Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return (try? encoder.encode(self)) ?? Data()
    }

    // MARK: Journal

    /// The journal for the core, without the number.
    var journal: CallJournal {
        CallJournal(
            live: live.map { live in
                CallJournal.Live(
                    // An unknown class counts as an emergency, which is never ended.
                    callClass: CallClass(rawValue: live.callClass) ?? .emergency,
                    emergency: live.emergency.flatMap(EmergencyService.init(rawValue:)),
                    origin: live.origin.flatMap(EmergencyOrigin.init(rawValue:)),
                    service: live.service.map(ServiceID.init(rawValue:)),
                    direction: CallDirection(rawValue: live.direction) ?? .outgoing,
                    trunk: TrunkID(rawValue: live.trunk), pressedAt: Moment(milliseconds: live.pressedAt),
                    startedAt: Moment(milliseconds: live.startedAt),
                    answeredAt: live.answeredAt.map(Moment.init(milliseconds:)), isLost: live.isLost,
                    isUnheard: live.isUnheard ?? false,
                    endsAt: live.endsAt.map(Moment.init(milliseconds:)), attempts: live.attempts)
            },
            callBack: callBack.map { entry in
                CallBack(
                    service: entry.service.flatMap(EmergencyService.init(rawValue:)),
                    until: Moment(milliseconds: entry.until), trunk: entry.trunk.map(TrunkID.init(rawValue:)))
            },
            pending: pending.map { entry in
                CallJournal.Pending(
                    // An unknown service has to be chosen again.
                    service: entry.service.flatMap(EmergencyService.init(rawValue:)),
                    origin: EmergencyOrigin(rawValue: entry.origin) ?? .restored,
                    pressedAt: Moment(milliseconds: entry.pressedAt), until: entry.until.map(Moment.init(milliseconds:))
                )
            })
    }

    /// Stores the core's journal.
    mutating func keep(_ journal: CallJournal, day: Int64) {
        if let call = journal.live {
            live = Live(
                callClass: call.callClass.rawValue, emergency: call.emergency?.rawValue, origin: call.origin?.rawValue,
                service: call.service?.rawValue, direction: call.direction.rawValue, trunk: call.trunk.rawValue,
                number: digests.digest(call.number ?? "", day: day), pressedAt: call.pressedAt.milliseconds,
                startedAt: call.startedAt.milliseconds, answeredAt: call.answeredAt?.milliseconds,
                isLost: call.isLost, isUnheard: call.isUnheard, endsAt: call.endsAt?.milliseconds,
                attempts: call.attempts)
        } else {
            live = nil
        }
        callBack = journal.callBack.map {
            CallBackEntry(service: $0.service?.rawValue, until: $0.until.milliseconds, trunk: $0.trunk?.rawValue)
        }
        pending = journal.pending.map {
            PendingEntry(
                service: $0.service?.rawValue, origin: $0.origin.rawValue, pressedAt: $0.pressedAt.milliseconds,
                until: $0.until?.milliseconds)
        }
    }

    /// Whether the journal is about this very call. For an incoming call, and where no digest could be kept, the trunk
    /// has to be enough: the agent has one call at a time.
    func explains(_ found: FoundCall) -> Bool {
        guard let live, live.trunk == found.trunk.rawValue else { return false }
        guard let number = live.number, live.direction != CallDirection.incoming.rawValue else { return true }
        return digests.matches(found.number, number)
    }

    // MARK: Free calls

    /// How long no free call may be made to this number; nil if one may be made now.
    func timeToFreeCall(to number: String, at now: Moment) -> Duration? {
        let until = freeCalls.filter { now.milliseconds < $0.until && digests.matches(number, $0.number) }.map(\.until)
        return until.max().map { Moment(milliseconds: $0) - now }
    }

    /// Records that a free call to this number was answered.
    mutating func noteFreeCall(to number: String, at now: Moment, quota: Duration, day: Int64) {
        freeCalls.removeAll { now.milliseconds >= $0.until }
        freeCalls.append(
            FreeCall(number: digests.digest(number, day: day), until: (now + quota).milliseconds))
    }

    /// A copy that may be written to a disk. It has neither the ledger of free calls nor the digest of the live call's
    /// number nor the keys.
    var withoutDigests: CallMemory {
        var copy = self
        copy.live?.number = nil
        copy.freeCalls = []
        copy.digests = NumberDigests()
        return copy
    }
}
