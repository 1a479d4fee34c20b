import CardReader
import Testing

extension Examples {
    @Test func cardReader() async {
        // shown in Sources/CardReader/CardReader.docc/CardReader.md
        let (reports, told) = AsyncStream.makeStream(of: CardReport.self)
        let reader = SimulatedCardReader { told.yield($0) }
        reader.start()

        // Somebody puts a card in. That it is there is reported; it is not read.
        reader.insert([0x0D, 0x15].withUnsafeBytes { CardIdentity(answerToReset: [0x3B], identification: $0) })
        // Now somebody agrees.
        reader.permit()

        var seen: [String] = []
        for await report in reports {
            switch report {
            case .available: seen.append("available")
            case .inserted: seen.append("inserted")
            case .read: seen.append("read")
            case .unavailable, .removed, .unreadable: seen.append("something else")
            }
            if seen.last == "read" { break }
        }
        reader.stop()
        // end
        #expect(seen == ["available", "inserted", "read"])
    }
}
