import AdapterTestSupport
import Foundation
import HTTPClient
import Vocabulary
import Synchronization
import Testing

@testable import LifeServices

/// Sources against a server that behaves as servers do.
@Suite(.timeLimit(.minutes(1))) struct SourceLoopTests {
    private typealias Step = ScriptedServer.Step

    private static let forecast = LifeSource(id: "forecast", format: .openMeteo, origin: .web(""))
    private static let club = LifeSource(id: "club", format: .icalendar, origin: .web("/club.ics"))

    private static func good(_ name: String = "open-meteo.json", headers: [(String, String)] = []) throws -> [Step] {
        [.respond(200, try Fixtures.text(name), headers: headers)]
    }

    private static func isShown(_ content: LifeContent) -> Bool { content.weather?.value.temperature == 12 }

    /// Waits for the next fetch to be planned, and says after how long.
    private func planned(_ rig: LifeRig, _ count: Int, of delays: @escaping @Sendable (Duration) -> Bool) async throws
        -> [LifeRig.Later]
    {
        let all = try await rig.timers.wait { $0.filter { delays($0.delay) }.count >= count }
        return all.filter { delays($0.delay) }
    }

    @Test func `what is fetched is shown, for the booth's own place`() async throws {
        let body = try Self.good()
        let rig = try LifeRig([Self.forecast]) { _ in body }
        rig.services.start()
        let content = try await rig.content(Self.isShown)
        #expect(content.weather?.asOf == (try Fixtures.instant("2026-11-23 09:45")))
        #expect(content.weather?.sample == false)
        let request = try #require(rig.server.requests.first)
        #expect(request.method == "GET")
        #expect(request.path.hasPrefix("/v1/forecast?latitude=31.2404&longitude=121.4208&timezone=Asia%2FShanghai&"))
        #expect(rig.server.requests.count == 1)
        #expect(rig.log == [])
    }

    @Test func `an unchanged answer is not sent again, and counts as new`() async throws {
        let body = try Self.good(
            "calendar.ics", headers: [("ETag", "\"v1\""), ("Last-Modified", "Sun, 22 Nov 2026 00:00:00 GMT")])
        let rig = try LifeRig([Self.club]) { $0.number == 0 ? body : [.respond(304)] }
        rig.services.start()
        try await rig.content { $0.activities?.asOf == Fixtures.now.unixMilliseconds }
        let later = Fixtures.now.adding(.seconds(86_400))
        rig.now = later
        rig.services.refresh(.activities)
        let content = try await rig.content { $0.activities?.asOf == later.unixMilliseconds }
        // And a day later, another day's activities are to come.
        #expect(content.activities?.value.allSatisfy { $0.ends ?? $0.starts > later.unixMilliseconds } == true)
        let second = try #require(rig.server.requests.last)
        #expect(second.headers["if-none-match"] == "\"v1\"")
        #expect(second.headers["if-modified-since"] == "Sun, 22 Nov 2026 00:00:00 GMT")
    }

    struct Bad: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var steps: [ScriptedServer.Step]
        var reason: String
    }

    static let bad: [Bad] = [
        Bad(testDescription: "500", steps: [.respond(500, "{}")], reason: "status 500"),
        Bad(testDescription: "404", steps: [.respond(404, "no")], reason: "status 404"),
        Bad(
            testDescription: "elsewhere", steps: [.respond(302, headers: [("Location", "/login")])],
            reason: "status 302"),
        Bad(testDescription: "unasked 304", steps: [.respond(304)], reason: "status 304 without a question"),
        Bad(testDescription: "a portal", steps: [.respond(200, "<html>请登录</html>")], reason: "no JSON document"),
        Bad(testDescription: "empty", steps: [.respond(200, "")], reason: "nothing in it"),
        Bad(
            testDescription: "cut",
            steps: [.send(Array("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{\"current\"".utf8)), .close],
            reason: "connectionLost"),
        Bad(testDescription: "reset", steps: [.reset], reason: "connectionLost"),
        Bad(testDescription: "no HTTP", steps: [.send(Array("hello\r\n\r\n".utf8)), .close], reason: "malformed"),
        Bad(
            testDescription: "endless",
            steps: [.send(Array("HTTP/1.1 200 OK\r\n\r\n".utf8) + [UInt8](repeating: 32, count: 300_000)), .hold],
            reason: "tooLarge"),
        Bad(
            testDescription: "slow", steps: [.send(Array("HTTP/1.1 200 OK\r\n\r\n{".utf8)), .hold], reason: "timedOut"),
        Bad(testDescription: "silent", steps: [.hold], reason: "timedOut"),
    ]

    @Test(arguments: bad) func `a bad answer never replaces a good one`(_ bad: Bad) async throws {
        let body = try Self.good()
        let isSlow = bad.reason == "timedOut"
        // Requests are not counted here, because libcurl asks again by itself when a connection that it kept open turns
        // out to be dead.
        let isBad = Atomic(false)
        let rig = try LifeRig([Self.forecast], timeout: isSlow ? .milliseconds(200) : .seconds(30)) { _ in
            isBad.load(ordering: .relaxed) ? bad.steps : body
        }
        rig.services.start()
        try await rig.content(Self.isShown)
        isBad.store(true, ordering: .relaxed)
        // One failure is a doubt, two are a fault with the source's name.
        rig.services.refresh(.weather)
        _ = try await planned(rig, 1) { $0 <= .seconds(10) }
        #expect(!rig.reports.values.contains(.fault(.weather, raised: true)))
        rig.services.refresh(.weather)
        try await rig.reports.first { $0 == .fault(.weather, raised: true) }
        #expect(rig.log.count == 1)
        #expect(rig.log.first?.hasPrefix("source 'forecast': ") == true)
        #expect(rig.log.first?.contains(bad.reason) == true, "\(rig.log)")
        #expect(rig.last.map(Self.isShown) == true)
        _ = try await planned(rig, 2) { $0 <= .seconds(20) }
        isBad.store(false, ordering: .relaxed)
        rig.services.refresh(.weather)
        try await rig.reports.first { $0 == .fault(.weather, raised: false) }
        #expect(rig.log.last == "source 'forecast': well again")
        #expect(rig.last.map(Self.isShown) == true)
    }

    @Test func `yesterday's and tomorrow's answers are bad answers`() async throws {
        let old = try Fixtures.edited("open-meteo.json", "\"time\": 1795398300", "\"time\": 1795300000")
        let ahead = try Fixtures.edited("open-meteo.json", "\"time\": 1795398300", "\"time\": 1795402000")
        for (body, words) in [(old, "99200 s old"), (ahead, "2800 s in the future")] {
            let text = String(decoding: body, as: UTF8.self)
            let rig = try LifeRig([Self.forecast]) { _ in [.respond(200, text)] }
            rig.services.start()
            try await rig.reports.first { $0 == .fault(.weather, raised: true) }
            #expect(rig.log == ["source 'forecast': \(words)"])
            #expect(rig.last?.weather == nil)
        }
    }

    @Test func `waits grow after failures, and the server may ask for longer ones`() async throws {
        let rig = try LifeRig([Self.forecast]) { request in
            request.number == 3 ? [.respond(503, headers: [("Retry-After", "120")])] : [.respond(500)]
        }
        rig.services.start()
        // Half of 10, 20 and 40 s, because random is 0.5, and then what the server asks for.
        for (count, delay) in [5, 10, 20, 120].enumerated() {
            let waits = try await planned(rig, count + 1) { _ in true }
            #expect(waits[count].delay == .seconds(delay))
            waits[count].work()
        }
    }

    @Test func `the next fetch is spread, so that booths do not come together`() async throws {
        let body = try Self.good()
        let rig = try LifeRig([Self.forecast]) { _ in body }
        rig.services.start()
        let next = try await planned(rig, 1) { $0 >= .seconds(1800) && $0 < .seconds(3600) }
        #expect(next.first?.delay == .seconds(1890))
        next.first?.work()
        _ = try await planned(rig, 2) { $0 == .seconds(1890) }
        #expect(rig.server.requests.count == 2)
    }

    @Test func `a part that fails spoils the whole, and what was there stays`() async throws {
        let names = ["qweather-now.json", "qweather-3d.json", "qweather-warning.json"]
        let texts = try names.map(Fixtures.text)
        let directory = try TemporaryDirectory()
        let key = SourceKey(file: try directory.file("key", "s3cret\n".utf8), carrier: .header("X-QW-Api-Key"))
        let source = LifeSource(id: "qw", format: .qweather, origin: .web(""), key: key)
        let rig = try LifeRig([source]) { request in
            if request.number >= 3, request.path.hasPrefix("/v7/warning") { return [.respond(200, #"{"code":"402"}"#)] }
            let index = request.path.hasPrefix("/v7/weather/now") ? 0 : request.path.hasPrefix("/v7/weather/3d") ? 1 : 2
            return [.respond(200, texts[index])]
        }
        rig.services.start()
        try await rig.content(Self.isShown)
        #expect(rig.server.requests.map { $0.headers["x-qw-api-key"] } == ["s3cret", "s3cret", "s3cret"])
        rig.services.refresh(.weather)
        _ = try await planned(rig, 1) { $0 <= .seconds(10) }
        rig.services.refresh(.weather)
        try await rig.reports.first { $0 == .fault(.weather, raised: true) }
        #expect(rig.log == ["source 'qw': warning: code: the service answers '402'"])
        #expect(rig.last?.weather?.value.warnings.count == 2)
        // The key is in no log and no file.
        #expect(try rig.directory.contents().values.allSatisfy { $0.range(of: Data("s3cret".utf8)) == nil })
    }

    @Test func `a key travels in the query without showing up anywhere else`() async throws {
        let directory = try TemporaryDirectory()
        let key = SourceKey(file: try directory.file("key", "a&b=c\n".utf8), carrier: .parameter("apikey"))
        let source = LifeSource(id: "club", format: .icalendar, origin: .web("/club.ics?x=1"), key: key)
        let body = try Self.good("calendar.ics")
        let rig = try LifeRig([source]) { $0.number == 0 ? body : [.respond(500)] }
        rig.services.start()
        try await rig.content { $0.activities != nil }
        #expect(rig.server.requests.first?.path == "/club.ics?x=1&apikey=a%26b%3Dc")
        rig.services.refresh(.activities)
        _ = try await planned(rig, 1) { $0 <= .seconds(10) }
        rig.services.refresh(.activities)
        try await rig.reports.first { $0 == .fault(.activities, raised: true) }
        #expect(!rig.log.joined().contains("a%26b") && !rig.log.joined().contains("a&b"))
        #expect(try rig.directory.contents().values.allSatisfy { $0.range(of: Data("a%26b".utf8)) == nil })
    }

    @Test func `without its key nothing is asked, and the file is named`() async throws {
        let directory = try TemporaryDirectory()
        let path = try directory.file("key", "k\n".utf8, mode: 0o644)
        for (file, words) in [(path, "chmod 600"), (path + "x", "No such file")] {
            let key = SourceKey(file: file, carrier: .header("X-Key"))
            let rig = try LifeRig([LifeSource(id: "club", format: .icalendar, origin: .web("/"), key: key)]) { _ in [] }
            rig.services.start()
            try await rig.reports.first { $0 == .fault(.activities, raised: true) }
            #expect(rig.log.first?.contains(file) == true)
            #expect(rig.log.first?.contains(words) == true)
            #expect(rig.server.requests.isEmpty)
        }
    }

    /// The service's newer hosts refuse by the HTTP status.
    @Test func `a key without warnings has weather, and one that is refused has none`() async throws {
        let source = LifeSource(id: "weather", format: .qweather, origin: .web(""))
        let (now, days) = (try Self.good("qweather-now.json"), try Self.good("qweather-3d.json"))
        let rig = try LifeRig([source]) { request in
            request.path.hasPrefix("/v7/weather/now")
                ? now : request.path.hasPrefix("/v7/weather/3d") ? days : [.respond(403)]
        }
        rig.services.start()
        let content = try await rig.content(Self.isShown)
        #expect(content.weather?.value.high == 14 && content.weather?.value.warnings == [])
        try await rig.reports.first { $0 == .leftOut(source: "weather", count: 1) }
        #expect(rig.log == [])
        await rig.stop()

        for status in [401, 429, 500] {
            let refused = try LifeRig([source]) { request in
                request.path.hasPrefix("/v7/warning")
                    ? [.respond(status)] : request.path.hasPrefix("/v7/weather/now") ? now : days
            }
            refused.services.start()
            try await refused.reports.first { $0 == .fault(.weather, raised: true) }
            #expect(refused.log == ["source 'weather': status \(status)"])
            await refused.stop()
        }
    }

    // MARK: Kept answers

    @Test func `a booth that starts without a network shows what is still valid, with its age`() async throws {
        let body = try Self.good()
        let first = try LifeRig([Self.forecast]) { _ in body }
        first.services.start()
        let shown = try await first.content(Self.isShown)
        _ = try await planned(first, 1) { $0 == .seconds(1890) }
        let url = first.server.url
        await first.stop()
        var source = Self.forecast
        source.origin = .web("http://127.0.0.1:1")
        // At another address, what another server said is not used.
        let other = try LifeRig([source], directory: first.directory) { _ in [] }
        other.services.start()
        try await other.reports.first { $0 == .fault(.weather, raised: true) }
        #expect(other.last?.weather == nil)
        await other.stop()
        // The same address, where nobody listens any more.
        let services = try Restarted(source: Self.forecast, url: url, directory: first.directory)
        try await services.reports.first { $0 == .content(shown) }
        await services.stop()
        // Two hours later, it is not shown.
        let late = try Restarted(
            source: Self.forecast, url: url, directory: first.directory, now: Fixtures.now.adding(.seconds(3 * 3600)))
        try await late.reports.first { $0 == .fault(.weather, raised: true) }
        #expect(
            !late.reports.values.contains {
                if case .content(let content) = $0 { content.weather != nil } else { false }
            })
        await late.stop()
    }

    @Test func `a broken file of a kept answer is as good as none`() async throws {
        let body = try Self.good()
        let directory = try TemporaryDirectory()
        try FileManager.default.createDirectory(atPath: directory.path + "/life", withIntermediateDirectories: false)
        try directory.file("life/forecast.plist", "bplist00 broken".utf8)
        let rig = try LifeRig([Self.forecast], directory: directory) { _ in body }
        rig.services.start()
        try await rig.content(Self.isShown)
        #expect(rig.server.requests.first?.headers["if-none-match"] == nil)
        #expect(rig.log == [])
    }

    @Test func `a disk that takes nothing costs nothing but the memory of it`() async throws {
        let body = try Self.good()
        let directory = try TemporaryDirectory()
        // Root writes where permissions forbid it, but not below a file.
        try directory.file("life", [])
        let rig = try LifeRig([Self.forecast], directory: directory) { _ in body }
        rig.services.start()
        try await rig.content(Self.isShown)
        #expect(rig.log == [])
    }

    @Test func `what is old in minutes is not kept`() async throws {
        let stop = SourceStop(id: "31")
        let body = try Self.good("siri-plain.json")
        let rig = try LifeRig([LifeSource(id: "bus", format: .siriLite, origin: .web("/"), stop: stop)]) { _ in body }
        rig.services.start()
        try await rig.content { $0.buses != nil }
        _ = try await planned(rig, 1) { $0 < .seconds(60) }
        #expect(try rig.directory.contents().keys.allSatisfy { !$0.hasSuffix(".plist") })
    }

    // MARK: Files

    @Test func `a file is read again, and a bad one costs nothing that is shown`() async throws {
        let directory = try TemporaryDirectory()
        let path = try directory.file("club.ics", try Fixtures.bytes("calendar.ics"))
        let rig = try LifeRig([LifeSource(id: "club", format: .icalendar, origin: .file(path))]) { _ in [] }
        rig.services.start()
        let first = try await rig.content { $0.activities?.value.isEmpty == false }
        try directory.file("club.ics", "BEGIN:VCALENDAR".utf8)
        for count in 1...2 {
            rig.services.refresh(.activities)
            _ = try await planned(rig, count) { $0 <= .seconds(10) }
        }
        try await rig.reports.first { $0 == .fault(.activities, raised: true) }
        #expect(rig.log == ["source 'club': line 1: cut off inside VCALENDAR"])
        #expect(rig.last == first)
        #expect(rig.server.requests.isEmpty)
    }

    @Test func `what is left out is counted and named once, and no longer when it is mended`() async throws {
        let directory = try TemporaryDirectory()
        let path = try directory.file("places.geojson", try Fixtures.bytes("cases/places-swapped.geojson"))
        let rig = try LifeRig([LifeSource(id: "near", format: .geojson, origin: .file(path))]) { _ in [] }
        rig.services.start()
        try await rig.reports.first { $0 == .leftOut(source: "near", count: 1) }
        let line =
            "source 'near': left out: features[1].geometry.coordinates (颠倒坐标): '[31.2411, 121.4216]' cannot be"
        #expect(rig.reports.values.filter { $0 == .log(line) }.count == 1)
        #expect(!rig.reports.values.contains(.fault(.places, raised: true)))
        try directory.file("places.geojson", try Fixtures.bytes("places.geojson"))
        rig.services.refresh(.places)
        try await rig.reports.first { $0 == .leftOut(source: "near", count: 0) }
    }

    @Test func `no file, a folder and a pipe are named and block nothing`() async throws {
        let directory = try TemporaryDirectory()
        let pipe = directory.path + "/pipe"
        #expect(mkfifo(pipe, 0o600) == 0)
        for (path, words) in [
            (directory.path + "/none", "missing"), (directory.path, "no ordinary file"), (pipe, "no ordinary file"),
        ] {
            let rig = try LifeRig([LifeSource(id: "places", format: .geojson, origin: .file(path))]) { _ in [] }
            rig.services.start()
            try await rig.reports.first { $0 == .fault(.places, raised: true) }
            #expect(rig.log == ["source 'places': \(path): \(words)"])
        }
    }

    // MARK: Together

    @Test func `the platform's part is the default, and shown again when the source has nothing valid`() async throws {
        let body = try Self.good()
        let rig = try LifeRig([Self.forecast]) { $0.number == 0 ? body : [.respond(500)] }
        let now = Fixtures.now.unixMilliseconds
        let platform = LifeContent(
            weather: Dated(
                value: Weather(sky: .clear, temperature: 20, high: 22, low: 15), asOf: now,
                validUntil: now + 86_400_000,
                sample: true),
            notices: Dated(value: [], asOf: now, validUntil: now + 1000, sample: true))
        rig.services.offer(platform)
        try await rig.content { $0 == platform }
        rig.services.start()
        let both = try await rig.content(Self.isShown)
        #expect(both.notices == platform.notices)
        // The forecast expires: its timer was set for then.
        let expiry = try await planned(rig, 1) { $0 > .seconds(9000) && $0 < .seconds(10_000) }
        rig.now = Fixtures.now.adding(.seconds(9900))
        expiry.first?.work()
        try await rig.reports.wait { $0.last == .content(platform) }
    }

    @Test func `calendars add up, and one that is down takes nothing from the other`() async throws {
        let calendar = try Self.good("calendar.ics")
        let sources = ["a", "b"].map {
            LifeSource(
                id: $0, format: .icalendar, origin: .web("/\($0)"), sample: $0 == "b", subdistrict: [.chinese: $0])
        }
        let asked = Recorder<String>()
        let rig = try LifeRig(sources) { request in
            asked.record(request.path)
            return asked.values.filter { $0 == "/b" } == ["/b"] && request.path == "/b" ? [.respond(500)] : calendar
        }
        rig.services.start()
        let one = try await rig.content { $0.activities?.value.count == 14 }
        #expect(one.activities?.sample == false)
        try await rig.reports.first { $0 == .fault(.activities, raised: true) }
        #expect(rig.log == ["source 'b': status 500"])
        rig.services.refresh(.activities)
        let two = try await rig.content { $0.activities?.value.count == 28 }
        #expect(two.activities?.sample == true)
        #expect(two.activities?.value.map(\.starts) == two.activities?.value.map(\.starts).sorted())
        #expect(Set(two.activities?.value.map { $0.subdistrict.text(in: .chinese) } ?? []) == ["a", "b"])
        try await rig.reports.first { $0 == .fault(.activities, raised: false) }
    }

    @Test func `without a clock nothing is fetched, and what the platform says is passed on`() async throws {
        let rig = try LifeRig([Self.forecast], now: nil) { _ in [.respond(500)] }
        rig.services.start()
        rig.services.offer(LifeContent())
        try await rig.reports.first { $0 == .content(LifeContent()) }
        let wait = try await planned(rig, 1) { $0 == .seconds(60) }
        #expect(rig.server.requests.isEmpty)
        rig.now = Fixtures.now
        wait.first?.work()
        try await rig.reports.first { $0 == .fault(.weather, raised: true) }
    }

    @Test func `nothing is delivered once it has stopped, and a slow server delays nothing`() async throws {
        let asked = Recorder<Int>()
        let rig = try LifeRig([Self.forecast]) { request in
            asked.record(request.number)
            return [.hold]
        }
        rig.services.start()
        try await asked.wait { !$0.isEmpty }
        await rig.stop()
        rig.services.offer(LifeContent())
        rig.services.refresh(.weather)
        await rig.stop()
        #expect(rig.reports.values == [])
    }
}

/// A source whose server is gone, in a directory that has its kept answer.
private final class Restarted: Sendable {
    let reports = Recorder<LifeReport>()
    private let services: LifeServices
    private let directory: TemporaryDirectory

    init(source: LifeSource, url: String, directory: TemporaryDirectory, now: WallTime = Fixtures.now) throws {
        var source = source
        source.origin = .web(url)
        self.directory = directory
        services = try LifeServices(
            sources: [source], booth: Fixtures.booth, directory: directory.path + "/life", http: HTTPSettings(),
            timeout: .seconds(30), random: { 0.5 }, now: { now }, after: { _, _ in },
            delivery: DispatchQueue(label: "test-delivery"), onUpdate: { [reports] in reports.record($0) })
        services.start()
    }

    func stop() async { await withCheckedContinuation { continuation in services.stop { continuation.resume() } } }
}
