import AdapterTestSupport
import Testing

@testable import Platform

@Suite struct SequenceLedgerTests {
    @Test func `numbers in order leave no hole`() {
        var ledger = SequenceLedger()
        for sequence in 1...5 { ledger.receive(Int64(sequence)) }
        ledger.announce(lowestUnsent: 6)
        #expect(ledger.watermark == 5)
        #expect(ledger.gaps.isEmpty)
    }

    @Test func `a hole counts as a gap only below what the booth has still to send`() {
        var ledger = SequenceLedger()
        ledger.receive(1)
        ledger.receive(5)
        #expect(ledger.watermark == 1)
        #expect(ledger.gaps.isEmpty)
        ledger.announce(lowestUnsent: 3)
        #expect(ledger.gaps == [2...2])
        ledger.announce(lowestUnsent: 9)
        #expect(ledger.gaps == [2...4, 6...8])
        ledger.announce(lowestUnsent: 2)
        #expect(ledger.gaps == [2...4, 6...8])
    }

    @Test func `a late arrival and a report each close a hole, and only the report is counted as dropped`() {
        var ledger = SequenceLedger()
        ledger.receive(1)
        ledger.receive(10)
        ledger.receive(4)
        ledger.explain(2...3)
        ledger.explain(3...7)
        ledger.announce(lowestUnsent: 11)
        #expect(ledger.dropped == 5)
        #expect(ledger.gaps == [8...9])
        #expect(ledger.watermark == 7)
    }

    @Test func `the largest ranges that a booth can name do not overflow`() {
        var ledger = SequenceLedger()
        ledger.explain(1...SequenceLedger.maximumSequence)
        ledger.receive(SequenceLedger.maximumSequence)
        ledger.announce(lowestUnsent: SequenceLedger.maximumSequence)
        #expect(ledger.dropped == SequenceLedger.maximumSequence)
        #expect(ledger.gaps.isEmpty)
    }

    /// Compares the ledger with a plain set of numbers, over random histories.
    @Test(arguments: 0..<50 as Range<UInt64>)
    func `agrees with a set of numbers`(seed: UInt64) {
        var random = SplitMix(seed: seed)
        var ledger = SequenceLedger()
        var accounted: Set<Int64> = []
        var lowest: Int64 = 0
        for _ in 0..<60 {
            let first = Int64.random(in: 1...80, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0:
                let last = first + Int64.random(in: 0...6, using: &random)
                ledger.explain(first...last)
                accounted.formUnion(first...last)
            case 1:
                ledger.announce(lowestUnsent: first)
                lowest = max(lowest, first)
            default:
                ledger.receive(first)
                accounted.insert(first)
            }
            let missing = (1..<max(lowest, 1)).filter { !accounted.contains($0) }
            #expect(ledger.gaps.flatMap { Array($0) } == missing)
            #expect(ledger.watermark == (1...200).first { !accounted.contains($0) }.map { $0 - 1 })
        }
    }
}
