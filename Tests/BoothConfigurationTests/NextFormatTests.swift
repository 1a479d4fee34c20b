import KioskCore
import Testing

@testable import BoothConfiguration

/// Files that were written for the next version of this program, on a booth that went back to this one.
@Suite struct NextFormatTests {
    @Test func `what a newer form added is remarked and left out; the rest is used`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let good = fixture.store.load()
        try fixture.edit("booth.yaml", "booth:\n", "format: 2\nawning: { colour: green }\nbooth:\n  storeys: 2\n")
        let loaded = fixture.store.load()
        #expect(loaded.source == .current)
        #expect(loaded.settings == good.settings)
        #expect(!loaded.problems.hasErrors)
        let words = loaded.problems.map(\.description)
        #expect(words.count == 3)
        #expect(words.contains { $0.contains("booth.yaml:1:9: warning: booth.yaml was written for a newer version") })
        #expect(words.contains { $0.contains("unknown key 'awning' in booth.yaml") && $0.contains("warning") })
        #expect(words.contains { $0.contains("unknown key 'storeys' in booth") && $0.contains("warning") })

        // And it becomes the last good copy, from which a booth starts when the files are broken.
        try fixture.edit("booth.yaml", "format: 2", "format: [")
        let after = fixture.store.load()
        #expect(after.source == .lastGood)
        #expect(after.settings == good.settings)
    }

    @Test func `in a file of this form an unknown key is the mistake that it was`() throws {
        for format in ["", "format: 1\n"] {
            let fixture = try Fixture()
            defer { fixture.remove() }
            try fixture.edit("booth.yaml", "booth:\n", "\(format)booth:\n  storeys: 2\n")
            #expect(fixture.store.check().contains { $0.description.contains("error: unknown key 'storeys'") })
        }
    }

    @Test func `one file's form says nothing of another's`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        try fixture.edit("booth.yaml", "booth:\n", "format: 2\nbooth:\n")
        try fixture.edit("functions.yaml", "key: 1", "key: 1\n    keey: 2")
        #expect(fixture.store.check().contains { $0.description.contains("error: unknown key 'keey'") })
    }

    @Test func `a form that is no number is a mistake`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        try fixture.edit("booth.yaml", "booth:\n", "format: new\nbooth:\n")
        #expect(fixture.store.check().contains { $0.description.contains("'format' is a whole number from 1") })
    }
}
