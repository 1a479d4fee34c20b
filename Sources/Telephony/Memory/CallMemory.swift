import Foundation
import KioskCore
import Reporting
import Vocabulary

/// What this booth remembers of calls across a restart of the kiosk, but not of the machine: the call that is up, who may
/// call back, and which numbers had their free call just now. It holds digests, never a number.
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
        /// None where digests may not be kept.
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

    /// Times are of this boot's monotonic clock.
    let boot: String
    var digests = NumberDigests()
    var live: Live?
    var callBack: CallBackEntry?
    var pending: PendingEntry?
    var freeCalls: [FreeCall] = []
    /// Whether the file that it is read from had something in it that could not be taken; not written.
    var isDamaged = false

    /// Nothing remembered.
    init(boot: String) { self.boot = boot }

    /// For the file.
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
                    // A class that nobody knows counts as the one that is never ended.
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
                    // A service that nobody knows is chosen anew.
                    service: entry.service.flatMap(EmergencyService.init(rawValue:)),
                    origin: EmergencyOrigin(rawValue: entry.origin) ?? .restored,
                    pressedAt: Moment(milliseconds: entry.pressedAt), until: entry.until.map(Moment.init(milliseconds:))
                )
            })
    }

    /// Takes the core's journal in.
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

    /// Whether the journal tells of this very call. Where no digest could be kept, and of an incoming call, the trunk has to
    /// do: the agent has one call at a time.
    func explains(_ found: FoundCall) -> Bool {
        guard let live, live.trunk == found.trunk.rawValue else { return false }
        guard let number = live.number, live.direction != CallDirection.incoming.rawValue else { return true }
        return digests.matches(found.number, number)
    }

    // MARK: Free calls

    /// How long no free call to this number may be made; none if one may be made now.
    func timeToFreeCall(to number: String, at now: Moment) -> Duration? {
        let until = freeCalls.filter { now.milliseconds < $0.until && digests.matches(number, $0.number) }.map(\.until)
        return until.max().map { Moment(milliseconds: $0) - now }
    }

    /// A free call to this number was answered.
    mutating func noteFreeCall(to number: String, at now: Moment, quota: Duration, day: Int64) {
        freeCalls.removeAll { now.milliseconds >= $0.until }
        freeCalls.append(
            FreeCall(number: digests.digest(number, day: day), until: (now + quota).milliseconds))
    }

    /// Without the ledger of free calls and the keys: what may lie on a disk.
    var withoutDigests: CallMemory {
        var copy = self
        copy.live?.number = nil
        copy.freeCalls = []
        copy.digests = NumberDigests()
        return copy
    }
}
