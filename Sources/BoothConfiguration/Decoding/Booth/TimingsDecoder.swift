import Basics
import Vocabulary

/// Reads `timings:`, a group of seconds by name.
enum TimingsDecoder {
    /// Every field of `Timings` by its key in `booth.yaml`.
    static let fields: [(key: String, path: any WritableKeyPath<Timings, Duration> & Sendable)] = [
        ("idle", \.idle), ("reading", \.reading), ("idle_countdown", \.idleCountdown),
        ("handset_replaced", \.handsetReplaced),
        ("prompt_repeat", \.promptRepeat), ("rating", \.rating), ("rating_after_key", \.ratingAfterKey),
        ("double_strike_menu", \.doubleStrikeMenu), ("double_strike_entry", \.doubleStrikeEntry),
        ("touch_after_change", \.touchAfterChange), ("touch_abuse", \.touchAbuse), ("touch_pause", \.touchPause),
        ("playing_window", \.playingWindow),
        ("playing_quiet", \.playingQuiet), ("key_burst", \.keyBurst), ("key_burst_end", \.keyBurstEnd),
        ("key_burst_quiet", \.keyBurstQuiet), ("dial_gap", \.dialGap),
        ("dial_longest_gap", \.dialLongestGap), ("dial_quiet", \.dialQuiet), ("dial_question", \.dialQuestion),
        ("emergency_countdown", \.emergencyCountdown),
        ("confirm_guard", \.confirmGuard), ("confirm_quiet", \.confirmQuiet), ("chooser", \.chooser),
        ("emergency_round_pause", \.emergencyRoundPause), ("emergency_retry", \.emergencyRetry),
        ("emergency_retry_limit", \.emergencyRetryLimit),
        ("no_progress_emergency", \.noProgressEmergency), ("no_progress", \.noProgress),
        ("early_media", \.earlyMedia), ("no_sound", \.noSound), ("second_leg", \.secondLeg),
        ("ringing_emergency", \.ringingEmergency), ("ringing", \.ringing), ("free_call", \.freeCall),
        ("free_call_warning", \.freeCallWarning), ("still_there", \.stillThere),
        ("hang_up_confirm", \.hangUpConfirm), ("hang_up_settle", \.hangUpSettle),
        ("ghost_rest", \.ghostRest), ("free_call_quota", \.freeCallQuota), ("call_back", \.callBack),
        ("incoming_ring", \.incomingRing), ("turned_away", \.turnedAway), ("trunk_probe", \.trunkProbe),
        ("trunk_probe_answer", \.trunkProbeAnswer), ("reregister", \.reregister),
        ("self_test_answer", \.selfTestAnswer), ("self_test_hold", \.selfTestHold),
        ("self_test_retry", \.selfTestRetry), ("request_answer", \.requestAnswer),
        ("contact_delivery", \.contactDelivery),
        ("kept_after_arrival", \.keptAfterArrival),
    ]

    /// Keys that earlier versions read. A booth whose file has them must not lose its settings.
    static let retired = ["dial_rescue_gap", "rescue_countdown"]

    /// The longest time, one day: nothing at a booth takes longer.
    static let longest: Duration = .seconds(86_400)

    static func decode(_ entry: YAMLEntry?, problems: ProblemList) -> Timings {
        var timings = Timings()
        guard let entry,
            let map = MapReader(entry.value, name: "timings", at: entry.keyPosition, problems: problems)
        else { return timings }
        for (key, path) in fields {
            let (possible, sensible) = ranges(of: key)
            func read() -> Duration? { map.seconds(key, possible, sensible: sensible) }
            let duration = key.contains("emergency") ? problems.strictly(read) : read()
            if let duration { timings[keyPath: path] = duration }
        }
        for key in retired {
            guard let entry = map.entry(key) else { continue }
            problems.warning(
                entry.keyPosition, "'\(key)' is no longer used",
                "remove the line; a number dialled as on a telephone has the ordinary countdown")
        }
        map.finish()
        if timings.freeCallWarning >= timings.freeCall {
            problems.warning(
                entry.keyPosition, "free_call_warning is not before the end of a free call",
                "make it shorter than free_call, or nobody is warned")
        }
        return timings
    }

    /// The range that is possible, and the range within it that is sensible. Earlier versions accepted values that are
    /// possible but not sensible, and a booth whose file has such a value must not lose its settings.
    private static func ranges(of key: String) -> (ClosedRange<Duration>, ClosedRange<Duration>) {
        if key == "emergency_countdown" { return (.seconds(5)...(.seconds(15)), .seconds(5)...(.seconds(15))) }
        return (.milliseconds(1)...longest, sensible(key))
    }

    private static func sensible(_ key: String) -> ClosedRange<Duration> {
        guard let path = fields.first(where: { $0.key == key })?.path else { return .milliseconds(1)...longest }
        let usual = Timings()[keyPath: path]
        // The least is a tenth of the usual value, but never more than a second; nobody can keep up with less. More
        // than sixty times the usual value is a typing error.
        let tenth = Duration.milliseconds(usual.wholeMilliseconds / 10)
        let least = max(.milliseconds(10), min(tenth, .seconds(1)))
        return least...min(longest, max(.seconds(20), usual * 60))
    }
}

extension MapReader {
    /// Reads seconds with up to three decimals, within a range. A value that is not sensible is reported and replaced
    /// by the nearest that is.
    func seconds(_ key: String, _ range: ClosedRange<Duration>, sensible: ClosedRange<Duration>? = nil) -> Duration? {
        guard let entry = entry(key), let value = TextValue(entry, problems) else { return nil }
        let sensible = sensible ?? range
        let bounds = "\(Seconds.text(sensible.lowerBound)) to \(Seconds.text(sensible.upperBound))"
        guard let duration = Seconds.duration(value.text) else {
            // A well-formed number that is beyond all bounds or has too many decimals.
            let parts = value.text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            if (1...2).contains(parts.count), parts.allSatisfy(Words.isDigits) {
                let digits = value.text.count > 24 ? value.text.prefix(24) + "…" : value.text[...]
                problems.unknown(
                    value.position, "'\(key)' is \(digits) seconds", "write \(bounds), with up to three decimals")
                return nil
            }
            problems.unknown(
                value.position, "'\(key)' is a number of seconds, not '\(value.text)'",
                "write digits only, such as 8 or 0.5")
            return nil
        }
        guard range.contains(duration) else {
            problems.unknown(value.position, "'\(key)' is \(value.text) seconds", "write \(bounds)")
            return nil
        }
        guard sensible.contains(duration) else {
            problems.outsideError(value.position, "'\(key)' is \(value.text) seconds", "write \(bounds)")
            return min(max(duration, sensible.lowerBound), sensible.upperBound)
        }
        return duration
    }
}

/// Converts between durations and seconds as people write them.
enum Seconds {
    /// Reads `8`, `0.5` or `0.125`: digits, with up to three after a point.
    static func duration(_ text: String) -> Duration? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard (1...2).contains(parts.count), parts.allSatisfy(Words.isDigits), parts[0].count <= 9 else { return nil }
        let decimals = parts.count == 2 ? parts[1] : ""
        guard decimals.count <= 3, let whole = Int64(parts[0]),
            let milliseconds = Int64(decimals + String(repeating: "0", count: 3 - decimals.count))
        else { return nil }
        return .milliseconds(whole * 1000 + milliseconds)
    }

    /// The shortest form of a duration.
    static func text(_ duration: Duration) -> String {
        let (seconds, milliseconds) = duration.wholeMilliseconds.quotientAndRemainder(dividingBy: 1000)
        if milliseconds == 0 { return String(seconds) }
        var decimals = milliseconds.padded(to: 3)
        while decimals.last == "0" { decimals.removeLast() }
        return "\(seconds).\(decimals)"
    }
}
