import Foundation

/// Everything that the page shows, at one moment.
struct StatusReport: Sendable {
    /// A booth is taken for silent when three heartbeats in a row are missing.
    static let silentAfter: TimeInterval = 190
    /// A heartbeat so far in the future is of another time.
    static let tolerance: TimeInterval = 5

    struct Booth: Sendable {
        let number: String
        /// nil: never heard of.
        let last: HeartbeatStore.Entry?
        let isSilent: Bool
        /// Whether the heartbeat is from a time still to come: the platform's clock was set back since, or was ahead then.
        var isOfAnotherTime = false
    }

    struct Gap: Sendable {
        let source: String
        let epoch: String
        let range: ClosedRange<Int64>
    }

    let now: Date
    let booths: [Booth]
    let activity: EventActivity
    let gaps: [Gap]
    /// How many gaps there are; `gaps` may be the first of them.
    let gapCount: Int
    /// Events that booths reported as dropped, over all epochs.
    let dropped: Int64
    /// Booths that counted anew in an old epoch.
    let doubtfulEpochs: [DoubtfulEpoch]
    /// Why the platform's clock is not believed.
    let clockDoubt: ClockDoubt?
    let requests: [RequestStore.Listed]
    let isSimulated: Bool

    init(
        now: Date, knownBooths: [String], heartbeats: [HeartbeatStore.Entry], activity: EventActivity,
        ledgers: [LedgerEntry], doubtfulEpochs: [DoubtfulEpoch] = [], clockDoubt: ClockDoubt? = nil,
        requests: [RequestStore.Listed], isSimulated: Bool
    ) {
        self.doubtfulEpochs = doubtfulEpochs
        self.clockDoubt = clockDoubt
        self.now = now
        self.activity = activity
        self.requests = requests
        self.isSimulated = isSimulated
        let last = Dictionary(heartbeats.map { ($0.heartbeat.booth, $0) }, uniquingKeysWith: { $1 })
        booths = Set(knownBooths).union(last.keys).sorted().map { number in
            let age = last[number].map { now.timeIntervalSince($0.receivedAt) }
            // An age below nothing is none: what is shown must not be life.
            let isOfAnotherTime = age.map { $0 < -Self.tolerance } ?? false
            return Booth(
                number: number, last: last[number],
                isSilent: isOfAnotherTime || (age.map { $0 > Self.silentAfter } ?? true),
                isOfAnotherTime: isOfAnotherTime)
        }
        gaps = ledgers.flatMap { entry in
            entry.ledger.gaps.map { Gap(source: entry.source, epoch: entry.epoch, range: $0) }
        }
        gapCount = ledgers.reduce(0) { $0 + $1.gapCount }
        dropped = ledgers.reduce(0) { sum, entry in
            let (value, overflow) = sum.addingReportingOverflow(entry.ledger.dropped)
            return overflow ? .max : value
        }
    }
}
