import Basics
import Foundation
import Testing

@testable import Platform

@Suite struct TimestampTests {
    @Test func `instants of the Gregorian calendar are read as Foundation reads them`() throws {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            let instant = Int64.random(in: -11_600_000_000_000...250_000_000_000_000, using: &random)
            #expect(RFC3339.utcMilliseconds(Timestamp.text(Timestamp.date(instant))) == instant)
        }
        #expect(RFC3339.utcMilliseconds("2024-02-29T12:00:00Z") == 1_709_208_000_000)
        #expect(RFC3339.utcMilliseconds("2024-02-29T12:00:00.5Z") == 1_709_208_000_500)
        #expect(RFC3339.utcMilliseconds("2024-02-29T12:00:00.123999Z") == 1_709_208_000_123)
    }

    @Test(arguments: [
        "", "2023-02-29T12:00:00Z", "2024-02-29T24:00:00Z", "2024-02-29T12:60:00Z", "2024-02-29T12:00:60Z",
        "2024-02-29T12:00:00", "2024-02-29T12:00:00.Z", "2024-02-29T12:00:00.12x4Z", "2024-02-29 12:00:00Z",
        "2024-00-10T12:00:00Z", "2024-13-10T12:00:00Z", "2024-01-00T12:00:00Z", "2024-02-29T12:00:00+00:00",
        "２024-02-29T12:00:00Z", "2024-02-29T12:00:00.12345678901234567890Z",
    ])
    func `what is no instant in UTC is not read`(text: String) {
        #expect(RFC3339.utcMilliseconds(text) == nil)
    }
}
