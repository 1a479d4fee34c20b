/// The ledger of one booth's queue epoch: which sequence numbers arrived, which the booth reported as dropped, and
/// which are missing.
///
/// Sequences begin at 1. A hole is a gap only if it is below the lowest sequence that the booth has still to send.
/// Above it, the event may simply not have been sent yet.
struct SequenceLedger: Equatable, Sendable {
    /// The largest sequence number accepted: 19 digits that begin with 8, well below `Int64.max`, so that the sum of a
    /// few stays representable.
    static let maximumSequence: Int64 = 8_999_999_999_999_999_999

    /// The highest sequence accounted for; 0 before the first.
    private(set) var highest: Int64
    /// All numbers up to `highest` that are not accounted for, as ascending, disjoint ranges.
    private(set) var holes: [ClosedRange<Int64>]
    /// The highest `Kiosk-Lowest-Unsent` ever announced; 0 before the first.
    private(set) var lowestUnsent: Int64
    /// The number of events that the booth reported as dropped: sequences accounted for only by its report, and events
    /// that never had a sequence.
    private(set) var dropped: Int64
    /// Some of the events up to this number were removed by age; 0 before the first. The ledger then still tells what
    /// was here, long after the ids are gone.
    let forgottenThrough: Int64
    /// When the latest of the removed events was received, in milliseconds since 1970; 0 before the first.
    let forgottenAt: Int64

    init(
        highest: Int64 = 0, holes: [ClosedRange<Int64>] = [], lowestUnsent: Int64 = 0, dropped: Int64 = 0,
        forgottenThrough: Int64 = 0, forgottenAt: Int64 = 0
    ) {
        self.forgottenThrough = forgottenThrough
        self.forgottenAt = forgottenAt
        self.highest = highest
        self.holes = holes
        self.lowestUnsent = lowestUnsent
        self.dropped = dropped
    }

    /// Everything up to and including this number is accounted for.
    var watermark: Int64 { holes.first.map { $0.lowerBound - 1 } ?? highest }

    /// The unexplained holes: numbers that the booth no longer holds and that never arrived.
    var gaps: [ClosedRange<Int64>] {
        var gaps = holes.filter { $0.lowerBound < lowestUnsent }
        if let last = gaps.last, last.upperBound >= lowestUnsent {
            gaps[gaps.count - 1] = last.lowerBound...(lowestUnsent - 1)
        }
        if highest < lowestUnsent - 1 { gaps.append((highest + 1)...(lowestUnsent - 1)) }
        return gaps
    }

    /// Whether the event with this sequence was here and may have been removed since.
    func isForgotten(_ sequence: Int64) -> Bool {
        sequence <= forgottenThrough && isAccounted(sequence)
    }

    /// Whether this number is taken, because its event was here or was reported as lost.
    func isAccounted(_ sequence: Int64) -> Bool {
        guard sequence <= highest else { return false }
        let index = firstHole(endingAtOrAfter: sequence)
        return index == holes.count || holes[index].lowerBound > sequence
    }

    /// The index of the first hole that ends at this number or later, found by bisection; the end index if there is
    /// none.
    private func firstHole(endingAtOrAfter sequence: Int64) -> Int {
        var range = holes.indices
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            range = holes[middle].upperBound < sequence ? middle + 1..<range.upperBound : range.lowerBound..<middle
        }
        return range.lowerBound
    }

    /// Notes that an event with this sequence is stored.
    mutating func receive(_ sequence: Int64) { _ = cover(sequence...sequence) }

    /// Notes the booth's report that these numbers will never come.
    mutating func explain(_ range: ClosedRange<Int64>) { addDropped(cover(range)) }

    /// Notes the booth's report of lost events whose numbers it cannot name. `count` is nil if their number is unknown,
    /// and then counts as one, which is the least.
    mutating func explainUnnumbered(_ count: Int64?) { addDropped(max(0, count ?? 1)) }

    private mutating func addDropped(_ count: Int64) {
        let (sum, overflow) = dropped.addingReportingOverflow(count)
        dropped = overflow ? .max : sum
    }

    /// Notes the lowest number that the booth says it has still to send. It never goes back.
    mutating func announce(lowestUnsent sequence: Int64) { lowestUnsent = max(lowestUnsent, sequence) }

    /// Accounts for a range and returns how many of its numbers were not accounted for before.
    private mutating func cover(_ range: ClosedRange<Int64>) -> Int64 {
        var covered: Int64 = 0
        if range.lowerBound <= highest, !holes.isEmpty {
            var remaining: [ClosedRange<Int64>] = []
            let start = firstHole(endingAtOrAfter: range.lowerBound)
            var end = start
            while end < holes.count, case let hole = holes[end], hole.overlaps(range) {
                end += 1
                let common = hole.clamped(to: range)
                covered += common.upperBound - common.lowerBound + 1
                if hole.lowerBound < common.lowerBound { remaining.append(hole.lowerBound...(common.lowerBound - 1)) }
                if common.upperBound < hole.upperBound { remaining.append((common.upperBound + 1)...hole.upperBound) }
            }
            holes.replaceSubrange(start..<end, with: remaining)
        }
        if range.upperBound > highest {
            if range.lowerBound > highest + 1 { holes.append((highest + 1)...(range.lowerBound - 1)) }
            covered += range.upperBound - max(range.lowerBound - 1, highest)
            highest = range.upperBound
        }
        return covered
    }
}
