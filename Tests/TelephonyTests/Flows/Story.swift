import Foundation
import Glibc
import Reporting
public import Vocabulary
import KioskTestSupport

@testable import Telephony

/// What all flows have in common: numbers, texts, limits, and words for records.
enum Story {
    /// Part of every number that is dialled, so that one search finds them all.
    static let canary = "5550017"
    static let ambulance = "9120\(canary)"
    static let helpCentre = "9990\(canary)"
    static let free = "1380\(canary)"
    static let test = "9000\(canary)"

    /// Two trunks on this machine and limits that nobody reaches.
    static func settings(_ rig: Rig) -> Settings {
        var settings = Sample.settings
        settings.booth.language = .english
        settings.telephony = rig.settings()
        settings.telephony.trunks.append(
            Trunk(id: Rig.backup, host: "127.0.0.1", port: rig.backupPort, user: "booth", registrationInterval: 0))
        settings.telephony.services = [
            EmergencyService.police.service: "9110\(canary)", EmergencyService.ambulance.service: ambulance,
            EmergencyService.fire.service: "9119\(canary)", .helpCentre: helpCentre, .hotline: "91234\(canary)",
        ]
        settings.timings = timings
        return settings
    }

    private static let timings = {
        var timings = Timings()
        let never = Duration.seconds(3600)
        for limit: WritableKeyPath<Timings, Duration> in [
            \.idle, \.reading, \.promptRepeat, \.rating, \.ratingAfterKey, \.emergencyCountdown, \.chooser,
            \.noProgress, \.noProgressEmergency, \.ringing, \.ringingEmergency, \.freeCall, \.freeCallWarning,
            \.stillThere, \.hangUpConfirm, \.ghostRest, \.incomingRing, \.trunkProbe, \.trunkProbeAnswer, \.reregister,
            \.selfTestAnswer, \.hangUpSettle, \.earlyMedia, \.noSound, \.secondLeg,
        ] {
            timings[keyPath: limit] = never
        }
        // Keys come as fast as a test can press them.
        for filter: WritableKeyPath<Timings, Duration> in [
            \.doubleStrikeMenu, \.doubleStrikeEntry, \.playingWindow, \.playingQuiet, \.confirmGuard,
            \.confirmQuiet, \.keyBurst, \.keyBurstEnd, \.keyBurstQuiet,
        ] {
            timings[keyPath: filter] = .zero
        }
        timings.emergencyRoundPause = .milliseconds(50)
        timings.emergencyRetry = .milliseconds(100)
        timings.selfTestHold = .milliseconds(50)
        return timings
    }()

    /// The sample catalogue with the few texts that no emergency needs and that are thus not compiled in.
    static let catalogue = {
        var catalogue = Sample.catalogue
        let texts: [MessageKey: String] = [
            .callBusy: "The line is busy", .callNoAnswer: "Nobody answers", .callFailed: "The call did not go through",
            .numberLater: "Not this number now", .ratingTitle: "How was it?", .serviceHelpCentre: "Help centre",
            .callLeft: "{seconds} s left",
        ]
        catalogue.languages = catalogue.languages.map { language in
            var language = language
            if language.code == .english { language.texts = texts }
            return language
        }
        return catalogue
    }()

    // MARK: Words

    /// What a record says, in words, or nil if it is not about calls and faults.
    static func words(_ detail: UsageEvent.Detail) -> String? {
        func join(_ words: [String?]) -> String { words.compactMap { $0 }.joined(separator: " ") }
        switch detail {
        case .call(let call):
            return join([
                "call", call.callClass.rawValue, call.direction == .incoming ? "incoming" : nil, call.outcome.rawValue,
                call.sipStatus.map(String.init), "by \(call.endedBy?.rawValue ?? "nobody")",
                "over \(call.route?.rawValue ?? "nothing")", "after \(call.attempts)",
            ])
        case .emergency(let emergency):
            return join([
                "emergency", emergency.service?.rawValue ?? "help-centre", emergency.origin.rawValue,
                emergency.outcome.rawValue, "over \(emergency.route?.rawValue ?? "nothing")",
            ])
        case .selfTest(let test):
            return join([
                "test", test.outcome.rawValue, test.sipStatus.map(String.init), "over \(test.route.rawValue)",
            ])
        case .fault(let fault, let raised): return (raised ? "raised " : "cleared ") + fault.rawValue
        case .lifecycle(let lifecycle, _): return lifecycle.rawValue
        default: return nil
        }
    }

    // MARK: The machine

    static var now: Moment {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Moment(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    static var wall: WallTime { WallTime(unixMilliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }

    static func directory(in parent: String) throws -> String {
        var template = Array("\(parent)/telephony-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw CocoaError(.fileWriteUnknown) }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

extension PromptKey: ExpressibleByStringLiteral {
    /// A key as it is written in the language files.
    public init(stringLiteral value: String) { self.init(value) }
}
