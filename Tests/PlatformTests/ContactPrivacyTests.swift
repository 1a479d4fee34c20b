import Basics
import AdapterTestSupport
import Foundation
import Testing

@testable import Platform

/// The one personal datum that the platform holds.
@Suite struct ContactPrivacyTests {
    private static let number = "13800991234"

    @Test func `a contact number is kept in the open request alone, and is gone half an hour after it closed`()
        async throws
    {
        let directory = try TestDirectory()
        let clock = TestClock()
        try await withPlatform(in: directory, clock: clock) { platform in
            let id = UUID().uuidString
            _ = try await platform.submit(id)
            let answer = try await platform.http.post(
                "/v1/requests/\(id)/contact", json: #"{"number":"\#(Self.number)"}"#)
            #expect(answer.status == 200)
            #expect(try answer.value("state")?.string == "submitted")
            #expect(!answer.text.contains("1234"))
            #expect(try Self.holdsNumber(directory))
            let page = try await platform.http.get("/", token: TestAccess.operatorToken).text
            #expect(page.contains("138****1234"))
            #expect(!page.contains(Self.number))

            _ = try await platform.http.post("/v1/requests/\(id)/cancel", json: "")
            clock.advance(1799)
            _ = try await platform.server.housekeeping.step(at: clock.now)
            #expect(try Self.holdsNumber(directory))
            clock.advance(1)
            _ = try await platform.server.housekeeping.step(at: clock.now)
            #expect(try !Self.holdsNumber(directory))
            #expect(!platform.log.text.contains(Self.number))
            #expect(!platform.log.text.contains(TestAccess.boothToken))
        }
    }

    @Test(arguments: ["", "1234", "138 1234 5678", "abc", "1234567890123456", "+", "１３８１２３４５６７８"])
    func `what is no number is refused, and not repeated`(text: String) async throws {
        try await withPlatform { platform in
            let id = UUID().uuidString
            _ = try await platform.submit(id)
            let answer = try await platform.http.post("/v1/requests/\(id)/contact", json: #"{"number":"\#(text)"}"#)
            #expect(try answer.isProblem(400))
            #expect(text.isEmpty || text == "+" || !answer.text.contains(text))
        }
    }

    @Test func `a number prints masked wherever it lands`() throws {
        let mobile = try #require(ContactNumber(Self.number))
        #expect("\(mobile)" == "138****1234")
        #expect(String(reflecting: [mobile]) == "[138****1234]")
        #expect(ContactNumber("62531234")?.masked == "****34")
        #expect(ContactNumber("+8613800991234")?.masked == "+86****1234")
    }

    /// Whether any file of the database, including the write-ahead log, contains the number.
    private static func holdsNumber(_ directory: TestDirectory) throws -> Bool {
        try FileManager.default.contentsOfDirectory(atPath: directory.path).contains { name in
            let content = try Data(contentsOf: URL(filePath: directory.file(name)))
            return content.range(of: Data(Self.number.utf8)) != nil
        }
    }
}
