import Vocabulary
import Foundation

import Testing

@testable import BoothConfiguration

/// What a booth runs with when a technician made a mistake.
@Suite struct LastGoodCopyTests {
    private func brokenFunctions(_ fixture: Fixture) throws {
        try fixture.edit("functions.yaml", "key: 1", "key: 11")
    }

    @Test func `without a mistake, the files as they are`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let loaded = fixture.store.load()
        #expect(loaded.source == .current)
        #expect(loaded.problems == [])
        let kept = try FileManager.default.subpathsOfDirectory(atPath: fixture.state + "/last-good").sorted()
        #expect(kept == ["booth.yaml", "functions.yaml", "languages", "languages/en.yaml", "languages/zh-Hans.yaml"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: fixture.state) == ["last-good"])
    }

    @Test func `a mistake in the functions brings yesterday's functions back, and says so`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let good = fixture.store.load()
        try brokenFunctions(fixture)
        let loaded = fixture.store.load()
        #expect(loaded.source == .lastGood)
        #expect(loaded.catalogue == good.catalogue)
        #expect(loaded.settings == good.settings)
        #expect(loaded.fingerprint == good.fingerprint)
        #expect(
            loaded.problems.map(\.description) == [
                "functions.yaml:3:10: error: there is no key '11' on the keypad; write one of the digits 0 to 9"
            ])
    }

    @Test func `booth.yaml stands by itself: its new trunks are used beside yesterday's functions`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        _ = fixture.store.load()
        try brokenFunctions(fixture)
        try fixture.edit("booth.yaml", "port: 5070", "port: 5080")
        let loaded = fixture.store.load()
        #expect(loaded.source == .lastGood)
        #expect(loaded.settings.telephony.trunks.map(\.port) == [5080])
        #expect(loaded.catalogue.function(onKey: 1) != nil)
    }

    @Test func `a mistake in booth.yaml brings back yesterday's trunks, beside today's functions`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        _ = fixture.store.load()
        try fixture.edit("booth.yaml", "port: 5070", "port: 5o70")
        try fixture.edit("functions.yaml", "en: Taxi", "en: Cab")
        let loaded = fixture.store.load()
        #expect(loaded.source == .lastGood)
        #expect(loaded.settings.telephony.trunks.map(\.port) == [5070])
        #expect(loaded.catalogue.function(onKey: 1)?.label.text(in: .english) == "Cab")
    }

    @Test func `a mistake in a language brings yesterday's words back`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let good = fixture.store.load()
        try fixture.write("name: [", to: "languages/en.yaml")
        let loaded = fixture.store.load()
        #expect(loaded.source == .lastGood)
        #expect(loaded.catalogue == good.catalogue)
    }

    @Test func `a good configuration replaces the copy, a bad one never does`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        _ = fixture.store.load()
        try fixture.edit("booth.yaml", "port: 5070", "port: 5071")
        _ = fixture.store.load()
        try fixture.edit("booth.yaml", "port: 5071", "port: 0")
        #expect(fixture.store.load().settings.telephony.trunks.map(\.port) == [5071])
        #expect(fixture.store.load().settings.telephony.trunks.map(\.port) == [5071])
    }

    @Test func `an unchanged configuration is not written again`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        _ = fixture.store.load()
        let copy = fixture.state + "/last-good/booth.yaml"
        let inode = try FileManager.default.attributesOfItem(atPath: copy)[.systemFileNumber] as? Int
        _ = fixture.store.load()
        #expect(try FileManager.default.attributesOfItem(atPath: copy)[.systemFileNumber] as? Int == inode)
    }

    @Test func `power that fails between the two renames loses nothing`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        _ = fixture.store.load()
        let files = FileManager.default
        try files.moveItem(atPath: fixture.state + "/last-good", toPath: fixture.state + "/last-good.old")
        try files.createDirectory(atPath: fixture.state + "/last-good.new", withIntermediateDirectories: false)
        try brokenFunctions(fixture)
        let loaded = fixture.store.load()
        #expect(loaded.source == .lastGood)
        #expect(loaded.catalogue.function(onKey: 1) != nil)
        try fixture.write(Fixture.functions, to: "functions.yaml")
        #expect(fixture.store.load().problems == [])
        #expect(try files.contentsOfDirectory(atPath: fixture.state).contains("last-good"))
    }

    @Test func `a state directory that cannot be written is said, and stops nothing`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        // Root writes where permissions forbid it, but not below a file.
        try fixture.write("", to: "file")
        let state = fixture.directory + "/file/state"
        let loaded = ConfigurationStore(directory: fixture.directory, state: state).load()
        #expect(loaded.source == .current)
        #expect(loaded.catalogue.functions.count == 5)
        #expect(
            loaded.problems.map(\.description) == [
                "\(state)/last-good:1:1: warning: the last good copy cannot be written: \(state): Not a directory; "
                    + "without it, a mistake in a file closes functions"
            ])
    }

    @Test func `a copy that is broken itself is not used`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        _ = fixture.store.load()
        try Data("functions: x".utf8).write(to: URL(fileURLWithPath: fixture.state + "/last-good/functions.yaml"))
        try brokenFunctions(fixture)
        let loaded = fixture.store.load()
        #expect(loaded.source == .builtIn)
        #expect(
            loaded.problems.last?.message
                == "the last good copy has errors too, the first in functions.yaml:1:12: error: "
                + "'functions' of functions.yaml must be a list, not a text; begin each item with '- '")
    }

    @Test func `the fingerprint follows the files`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let first = fixture.store.load().fingerprint
        #expect(first.count == 16)
        #expect(fixture.store.load().fingerprint == first)
        try fixture.edit("languages/en.yaml", "name: English", "name: english")
        #expect(fixture.store.load().fingerprint != first)
    }
}
