import AdapterTestSupport
import Foundation
import Vocabulary
import Testing

@testable import LifeServices

/// What is said about topics that have nothing to show, from files and from whatever answers in a server's place.
@Suite(.timeLimit(.minutes(1))) struct TopicStandingsTests {
    private static func standings(_ reports: [LifeReport]) -> [LifeTopic: TopicStanding] {
        reports.reversed().lazy.compactMap { if case .standings(let all) = $0 { all } else { nil } }.first ?? [:]
    }

    private func rig(_ text: String?, _ format: SourceFormat = .geojson) throws -> LifeRig {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/data"
        if let text { try Data(text.utf8).write(to: URL(fileURLWithPath: path)) }
        return try LifeRig([LifeSource(id: "data", format: format, origin: .file(path))], directory: directory) { _ in
            [.respond(500)]
        }
    }

    @Test(
        "A file that is broken or not there is not readable, one without places is sound",
        arguments: [nil, "", "{", "<html>"])
    func broken(text: String?) async throws {
        let rig = try rig(text)
        rig.services.start()
        try await rig.reports.wait { Self.standings($0)[.places] == .unreadable }
        #expect(Self.standings(rig.reports.values)[.weather] == .notSetUp)
        await rig.stop()

        let sound = try self.rig(#"{"type":"FeatureCollection","features":[]}"#)
        sound.services.start()
        try await sound.reports.wait { Self.standings($0)[.places] == .sound }
        await sound.stop()
    }

    @Test("One of two files that cannot be read leaves the topic in doubt")
    func oneOfTwo() async throws {
        let directory = try TemporaryDirectory()
        let sources = ["good", "bad"].map { name in
            LifeSource(id: name, format: .geojson, origin: .file("\(directory.path)/\(name)"))
        }
        try Data(#"{"type":"FeatureCollection","features":[]}"#.utf8).write(
            to: URL(fileURLWithPath: directory.path + "/good"))
        let rig = try LifeRig(sources, directory: directory) { _ in [.respond(500)] }
        rig.services.start()
        try await rig.reports.wait { Self.standings($0)[.places] == .unreadable }
        await rig.stop()
    }

    @Test("The platform's parts are sound, missing or unreadable as it says itself")
    func platform() {
        func of(_ content: LifeContent??) -> [LifeTopic: TopicStanding] {
            TopicStandings.of([], booth: Fixtures.booth, platform: content, at: 1)
        }
        #expect(of(nil)[.weather] == .notSetUp)
        #expect(of(.some(nil))[.weather] == .waiting)
        var content = LifeContent(notices: Dated(value: [], asOf: 0, validUntil: 9, sample: false))
        content.unreadable = [.buses]
        #expect(of(content)[.notices] == .sound)
        #expect(of(content)[.buses] == .unreadable)
        #expect(of(content)[.weather] == .notSetUp)
        #expect(of(content)[.places] == .notSetUp)
    }

    @Test("A booth that does not know where it stands has no places set up")
    func nowhere() {
        let source = LifeSource(id: "places", format: .geojson, origin: .file("/x"))
        let standing = SourceRunner.Standing(held: nil, trouble: "x")
        func of(_ booth: Booth) -> TopicStanding? {
            TopicStandings.of([(source, standing)], booth: booth, platform: nil, at: 1)[.places]
        }
        #expect(of(Fixtures.booth) == .unreadable)
        #expect(of(Booth(number: "PT-1", address: [:])) == .notSetUp)
    }

    @Test("Places that nobody named and that are not there are not set up; those that somebody named cannot be read")
    func packaged() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/places.geojson"
        func of(_ id: String) -> TopicStanding? {
            let source = LifeSource(id: id, format: .geojson, origin: .file(path))
            let standing = SourceRunner.Standing(held: nil, trouble: "missing")
            return TopicStandings.of([(source, standing)], booth: Fixtures.booth, platform: nil, at: 1)[.places]
        }
        #expect(of(LifeSource.packagedPlaces) == .notSetUp)
        #expect(of("places") == .unreadable)
        try Data("noise".utf8).write(to: URL(fileURLWithPath: path))
        #expect(of(LifeSource.packagedPlaces) == .unreadable)
    }

    @Test("What was good and is over is out of date since then")
    func outdated() {
        let source = LifeSource(id: "weather", format: .openMeteo, origin: .web("https://api.example.cn"))
        let held = Held(value: .air(pm25: 1), asOf: 5, validUntil: 10, remarks: [])
        let standing = SourceRunner.Standing(held: held, trouble: "x")
        func at(_ now: Int64) -> TopicStanding? {
            TopicStandings.of([(source, standing)], booth: Fixtures.booth, platform: nil, at: now)[.weather]
        }
        #expect(at(9) == .sound && at(10) == .outdated(asOf: 5))
    }

    private static let portals: [(String, [ScriptedServer.Step], String)] = [
        (
            "a log-in page", [.respond(200, "\n<!DOCTYPE html><html>Log in</html>", type: "text/html")],
            "a web page (HTML)"
        ),
        ("a log-in page as JSON", [.respond(200, "<html>Log in</html>")], "a web page (HTML)"),
        ("an empty page", [.respond(200, "", type: "text/html; charset=utf-8")], "a web page (HTML)"),
        (
            "a redirection", [.respond(302, headers: [("Location", "http://portal.example/login?url=secret")])],
            "status 302 to portal.example"
        ),
        ("511", [.respond(511, "<html>", type: "text/html")], "status 511"),
        ("a proxy that wants a password", [.respond(407)], "status 407"),
        ("a proxy's page", [.respond(502, "<html>Bad gateway</html>", type: "text/html")], "with status 502"),
    ]

    @Test("A captive portal's or proxy's page is no data, and is called what it is", arguments: portals.indices)
    func portal(index: Int) async throws {
        let (name, steps, words) = Self.portals[index]
        let rig = try LifeRig([LifeSource(id: "news", format: .jsonFeed, origin: .web("/news"))]) { _ in steps }
        rig.services.start()
        try await rig.reports.wait { Self.standings($0)[.notices] == .unreadable }
        let log = rig.log.joined(separator: "\n")
        #expect(log.contains(words), "\(name): \(log)")
        #expect(!log.contains("secret"))
        await rig.stop()
    }
}
