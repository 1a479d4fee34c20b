import Foundation
import Testing

@testable import BoothConfiguration

/// What `kiosk check` prints for each mistake, to the letter and with its place.
@Suite struct MessagesTests {
    @Test func `the fixture itself has no problems`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        #expect(fixture.store.check() == [])
    }

    @Test(arguments: BrokenConfiguration.all)
    func `each mistake is named with its place and its remedy`(_ broken: BrokenConfiguration) throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        try broken.change(fixture)
        let printed = fixture.store.check().map { problem in
            problem.description.replacingOccurrences(of: fixture.directory, with: "PATH")
        }
        #expect(printed == broken.printed)
    }
}
