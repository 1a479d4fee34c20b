import Foundation
import Vocabulary
import Testing

@testable import BoothConfiguration

@Suite struct SourcesTests {
    @Test func `each source is what its lines say`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        try fixture.writeSources()
        #expect(fixture.store.check() == [])
        let sources = fixture.store.load().sources
        #expect(sources.map(\.id) == ["forecast", "buses", "club", "places-packaged"])
        #expect(sources[0] == LifeSource(id: "forecast", format: .openMeteo, origin: .web("https://api.example.cn")))
        #expect(sources[0].refresh == .seconds(1800))
        #expect(
            sources[1]
                == LifeSource(
                    id: "buses", format: .gtfsRealtime, origin: .web("http://127.0.0.1:9000/trips.pb?city=sh"),
                    key: SourceKey(file: fixture.directory + "/transit-key", carrier: .header("X-Api-Key")),
                    stop: SourceStop(
                        id: "31", name: [.chinese: "兰溪路", .english: "Lanxi Road"],
                        lines: [
                            SourceLine(
                                id: "63", name: "63路", first: TimeOfDay(minutes: 330), last: TimeOfDay(minutes: 1470))
                        ])))
        #expect(sources[2].origin == .file(fixture.directory + "/club.ics"))
        #expect(sources[2].subdistrict == [.chinese: "曹杨", .english: "Caoyang"])
        #expect(sources[3].origin == .file(fixture.directory + "/places.geojson"))
    }

    @Test func `without the file there are the packaged places, and nothing is wrong`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        #expect(fixture.store.check() == [])
        #expect(fixture.store.load().sources.map(\.topic) == [.places])
    }

    @Test func `a file in which everything is a comment is an empty file`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        try fixture.write("sources:\n  # - id: a\n", to: "sources.yaml")
        #expect(fixture.store.check() == [])
        #expect(fixture.store.load().sources.map(\.topic) == [.places])
    }

    @Test func `a mistake brings yesterday's sources back, beside today's trunks`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        try fixture.writeSources()
        let good = fixture.store.load()
        try fixture.edit("sources.yaml", "format: icalendar", "format: ical")
        try fixture.edit("booth.yaml", "port: 5070", "port: 5080")
        let loaded = fixture.store.load()
        #expect(loaded.source == .lastGood)
        #expect(loaded.sources == good.sources)
        #expect(loaded.settings.telephony.trunks.map(\.port) == [5080])
        #expect(loaded.catalogue == good.catalogue)
    }

    @Test func `a mistake on the first day leaves the packaged places`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        try fixture.write("sources: [", to: "sources.yaml")
        let loaded = fixture.store.load()
        #expect(loaded.source == .builtIn)
        #expect(loaded.sources.map(\.id) == ["places-packaged"])
        #expect(loaded.catalogue.function(onKey: 1) != nil)
    }

    @Test func `files that are not there are named`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        try fixture.writeSources()
        try fixture.remove("club.ics")
        try fixture.remove("transit-key")
        let remedy = "nothing is shown of this source until it is there"
        #expect(
            fixture.store.check().map(\.description) == [
                "sources.yaml:8:15: warning: there is no file \(fixture.directory)/transit-key; \(remedy)",
                "sources.yaml:17:11: warning: there is no file \(fixture.directory)/club.ics; \(remedy)",
            ])
        #expect(fixture.store.load().sources.count == 4)
    }

    @Test func `the fingerprint follows the sources`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let without = fixture.store.load().fingerprint
        try fixture.writeSources()
        #expect(fixture.store.load().fingerprint != without)
    }

    @Test func `what ships asks nobody outside this machine`() {
        let sources = ConfigurationStore(directory: Fixture.shipped).load().sources
        #expect(!sources.isEmpty)
        for source in sources {
            guard case .file(let path) = source.origin else {
                Issue.record("\(source.id) is on the web")
                continue
            }
            #expect(FileManager.default.fileExists(atPath: path))
        }
    }

    /// The examples that ship as comments are good once they are turned on.
    @Test func `the shipped examples have no mistakes`() throws {
        let fixture = try Fixture()
        defer { fixture.remove() }
        let shipped = try String(contentsOfFile: Fixture.shipped + "/sources.yaml", encoding: .utf8)
        let examples = shipped.components(separatedBy: "\n").compactMap { line -> String? in
            // An example is a line of YAML behind '# ' in the list's column.
            guard line.hasPrefix("  # "), let next = line.dropFirst(4).first, next == "-" || next == " " else {
                return nil
            }
            return "  " + line.dropFirst(4)
        }
        let blocks = examples.split { $0.hasPrefix("  - id:") }.map { $0.joined(separator: "\n") }
        let names = examples.filter { $0.hasPrefix("  - id:") }
        #expect(names.count == 5)
        for name in ["qweather-key", "transit-key"] { try fixture.write("secret", to: name) }
        for (name, block) in zip(names, blocks) {
            try fixture.write("sources:\n\(name)\n\(block)\n", to: "sources.yaml")
            #expect(fixture.store.check() == [])
        }
    }
}
