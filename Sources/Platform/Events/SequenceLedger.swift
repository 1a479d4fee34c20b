/// The account of one booth's queue epoch: which sequence numbers arrived, which the booth reported as dropped, and
/// which are missing.
///
/// Sequences begin at 1. Only a hole below the lowest sequence that the booth has still to send is a gap: above it,
/// the event may simply not have been sent yet.
struct SequenceLedger: Equatable, Sendable {
    /// The largest sequence number that is taken: 19 digits that begin with 8, well below `Int64.max`, so that sums of
    /// a few stay representable.
    static let maximumSequence: Int64 = 8_999_999_999_999_999_999

    /// The highest sequence accounted for; 0 before the first.
    private(set) var highest: Int64
    /// Every number up to `highest` that is not accounted for: ascending, disjoint.
    private(set) var holes: [ClosedRange<Int64>]
    /// The highest `Kiosk-Lowest-Unsent` ever announced; 0 before the first.
    private(set) var lowestUnsent: Int64
    /// How many events the booth reported as dropped: numbers accounted for only by its report, and events that never
    /// had a number.
    private(set) var dropped: Int64
    /// Of the events up to this number some were removed by age; 0 before the first. The account of the sequence then
    /// tells what was here, long after the ids are gone.
    let forgottenThrough: Int64
    /// When the latest of those removed was received, milliseconds since 1970; 0 before the first.
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

    /// Whether this number is taken: its event was here, or was reported as lost.
    func isAccounted(_ sequence: Int64) -> Bool {
        guard sequence <= highest else { return false }
        let index = firstHole(endingAtOrAfter: sequence)
        return index == holes.count || holes[index].lowerBound > sequence
    }

    /// Where the first hole that ends there or later is; the end if there is none. By bisection.
    private func firstHole(endingAtOrAfter sequence: Int64) -> Int {
        var range = holes.indices
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            range = holes[middle].upperBound < sequence ? middle + 1..<range.upperBound : range.lowerBound..<middle
        }
        return range.lowerBound
    }

    /// An event with this sequence is stored.
    mutating func receive(_ sequence: Int64) { _ = cover(sequence...sequence) }

    /// The booth reported that these numbers will never come.
    mutating func explain(_ range: ClosedRange<Int64>) { addDropped(cover(range)) }

    /// The booth reported a loss of events whose numbers it cannot name; nil if it does not know how many, which is at
    /// least one.
    mutating func explainUnnumbered(_ count: Int64?) { addDropped(max(0, count ?? 1)) }

    private mutating func addDropped(_ count: Int64) {
        let (sum, overflow) = dropped.addingReportingOverflow(count)
        dropped = overflow ? .max : sum
    }

    /// The booth announced the lowest number that it has still to send; it never goes back.
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
