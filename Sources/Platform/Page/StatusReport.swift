import Foundation

/// Everything that the page shows, at one moment.
struct StatusReport: Sendable {
    /// A booth counts as silent when three heartbeats in a row are missing; in seconds.
    static let silentAfter: TimeInterval = 190
    /// A heartbeat further in the future than this comes from another time; in seconds.
    static let tolerance: TimeInterval = 5

    struct Booth: Sendable {
        let number: String
        /// The last heartbeat; nil if there never was one.
        let last: HeartbeatStore.Entry?
        let isSilent: Bool
        /// Whether the heartbeat's time lies in the future: the platform's clock was set back since then, or was ahead
        /// then.
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
    /// The number of all gaps; `gaps` may hold only the first of them.
    let gapCount: Int
    /// The number of events that booths reported as dropped, over all epochs.
    let dropped: Int64
    /// The epochs in which a booth counted anew.
    let doubtfulEpochs: [DoubtfulEpoch]
    /// Why the platform's clock is not trusted; nil if it is.
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
            // A negative age is not an age: nothing may look like a sign of life by mistake.
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
