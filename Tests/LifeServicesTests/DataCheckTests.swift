import AdapterTestSupport
import Foundation
import Vocabulary
import Testing

@testable import LifeServices

/// Files of data, judged with the readers of the running booth.
@Suite struct DataCheckTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func findings(_ format: SourceFormat, _ bytes: [UInt8]) throws -> [DataFinding] {
        let path = directory.path + "/data"
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return findings(format, at: path)
    }

    private func findings(_ format: SourceFormat, _ text: String) throws -> [DataFinding] {
        try findings(format, Array(text.utf8))
    }

    private func findings(_ format: SourceFormat, at path: String) -> [DataFinding] {
        DataCheck(booth: Fixtures.booth, now: Fixtures.now).findings([
            LifeSource(id: "data", format: format, origin: .file(path))
        ])
    }

    private static let files: [SourceFormat] = [.geojson, .icalendar, .holidayCN, .jsonFeed]

    @Test("A file without anything, of noise, of another kind or cut off is named as a whole", arguments: files)
    func broken(format: SourceFormat) throws {
        let noise = (0..<400).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ 13) }
        for bytes in [[], Array("  \n".utf8), noise, Array("Hello\n".utf8), Array("<!doctype html><html>log in".utf8)] {
            let found = try findings(format, bytes)
            #expect(found.count == 1 && found.allSatisfy(\.isWhole), "\(format), \(bytes.prefix(12)): \(found)")
            #expect(found.allSatisfy { !$0.message.isEmpty && !$0.remedy.isEmpty && $0.line >= 1 })
        }
        #expect(try findings(format, "\n\n<html>").contains { $0.message.contains("a web page (HTML)") })
    }

    @Test("JSON that breaks is named with its line and column, and what should stand there")
    func syntax() throws {
        let found = try findings(.holidayCN, "{\"year\": 2026,\r\n \"days\": [\r\n  {\"name\": \"国庆\" \"date\": 1}]}")
        #expect(found.map(\.line) == [3] && found.map(\.column) == [17])
        #expect(found.first?.message.contains("',' or '}' is expected") == true, "\(found)")
        let cut = try findings(.geojson, "{\"type\": \"FeatureCollection\",\n\"features\": [")
        #expect(cut.first?.line == 2 && cut.first?.message.contains("breaks off") == true, "\(cut)")
    }

    @Test("A directory, a link that leads nowhere and a pipe are what they are")
    func noFile() throws {
        let path = directory.path + "/there"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        #expect(findings(.geojson, at: path).map(\.message) == ["a directory, not a file"])
        let link = directory.path + "/link"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "gone.json")
        #expect(findings(.geojson, at: link).map(\.message) == ["a symbolic link to 'gone.json', which is not there"])
        let pipe = directory.path + "/pipe"
        #expect(mkfifo(pipe, 0o600) == 0)
        #expect(findings(.geojson, at: pipe).map(\.message) == ["no ordinary file"])
        // Whoever names the file says that it is missing.
        #expect(findings(.geojson, at: directory.path + "/missing").isEmpty)
    }

    private func place(_ coordinates: String, _ name: String = "药房") -> String {
        """
        {"type":"Feature","geometry":{"type":"Point","coordinates":\(coordinates)},"properties":{"amenity":"pharmacy","name":"\(name)"}}
        """
    }

    private func collection(_ features: String...) -> String {
        "{\"type\":\"FeatureCollection\",\"features\":[\n" + features.joined(separator: ",\n") + "\n]}"
    }

    @Test("A place at 0, 0, with its coordinates exchanged or beyond China is named at its line")
    func coordinates() throws {
        let near = place("[\(Fixtures.booth.longitude), \(Fixtures.booth.latitude)]")
        #expect(try findings(.geojson, collection(near)).isEmpty)
        let found = try findings(
            .geojson, collection(near, place("[0,0]"), place("[39.47, 75.99]"), place("[21.4, 39.9]")))
        #expect(found.map(\.line) == [3, 4, 5])
        #expect(found.map(\.pointer) == [1, 2, 3].map { "/features/\($0)/geometry/coordinates" })
        #expect(found.allSatisfy { !$0.isWhole })
        for (finding, word) in zip(found, ["0, 0", "exchanged", "outside China"]) {
            #expect(finding.message.contains(word))
        }
    }

    @Test("Coordinates that cannot be are named, whatever becomes of the other places")
    func exchanged() throws {
        let near = place("[\(Fixtures.booth.longitude), \(Fixtures.booth.latitude)]")
        let found = try findings(.geojson, collection(near, place("[31.24, 121.42]")))
        #expect(found.contains { $0.line == 3 && $0.pointer.hasPrefix("/features/1") }, "\(found)")
    }

    @Test("A file of another district, and one without a place, have nothing for this booth")
    func elsewhere() throws {
        #expect(
            try findings(.geojson, collection(place("[104.06, 30.66]"))).map(\.message).first?.hasPrefix(
                "none of its places is within an hour's walk of the booth") == true)
        #expect(try findings(.geojson, collection()).count == 1)
    }

    @Test(
        "What the booth's reader takes does not hide what is wrong after it",
        arguments: [("药\n房", ""), ("药\t房", ""), ("药房", ","), ("药\r\n房", ",")])
    func lenient(name: String, comma: String) throws {
        let near = place("[\(Fixtures.booth.longitude), \(Fixtures.booth.latitude)]", name)
        let odd = place("[\"a\", 1]", "坏").replacingOccurrences(of: "\"坏\"", with: "\"坏\"\(comma)")
        let text = collection(near, odd, place("[21.4, 39.9]"), place("[39.47, 75.99]"))
        func line(_ part: String) throws -> Int {
            let range = try #require(text.range(of: part))
            return text[..<range.lowerBound].reduce(1) { $1.isNewline ? $0 + 1 : $0 }
        }
        let found = try findings(.geojson, text)
        for (part, index, word) in [
            ("[\"a\"", 1, "two numbers"), ("[21.4", 2, "outside China"), ("[39.47", 3, "exchanged"),
        ] {
            let finding = try #require(found.first { $0.message.contains(word) }, "\(word): \(found)")
            #expect(finding.line == (try line(part)), "\(word)")
            #expect(finding.pointer.hasPrefix("/features/\(index)/geometry"), "\(word)")
        }
    }

    @Test("A year that is not announced yet is no error")
    func unannounced() throws {
        let found = try findings(.holidayCN, #"{"year":2027,"days":[]}"#)
        #expect(
            found.count == 1 && found.allSatisfy { !$0.isWhole && $0.message.contains("nothing in it") }, "\(found)")
    }

    @Test("A file that whoever checks may not read is an error for the kiosk's user alone")
    func forbidden() throws {
        let path = directory.path + "/data"
        try Data("{}".utf8).write(to: URL(fileURLWithPath: path))
        func found(_ user: String) -> [DataFinding] {
            DataCheck(booth: Fixtures.booth, now: Fixtures.now, user: user).unread(
                path, LocalFile.failure(path, EACCES))
        }
        let other = try #require(found("technician").first)
        #expect(!other.isWhole)
        #expect(other.message == "not read here: user 'technician' may not")
        #expect(other.remedy.contains("sudo -u kiosk"))
        #expect(found("kiosk").map(\.isWhole) == [true])
        // A failure that does not depend on who asks is an error for everybody.
        let check = DataCheck(booth: Fixtures.booth, now: Fixtures.now, user: "technician")
        #expect(check.unread(path, LocalFile.failure(path, EIO)).map(\.isWhole) == [true])
    }

    @Test("The page of places says of its files what the running booth says")
    func standing() throws {
        func standing(_ text: String?) throws -> TopicStanding {
            let path = directory.path + "/places"
            try? FileManager.default.removeItem(atPath: path)
            if let text { try Data(text.utf8).write(to: URL(fileURLWithPath: path)) }
            let source = LifeSource(id: LifeSource.packagedPlaces, format: .geojson, origin: .file(path))
            return DataCheck(booth: Fixtures.booth, now: Fixtures.now).standingOfPlaces([source])
        }
        #expect(try standing(nil) == .notSetUp)
        #expect(try standing("{") == .unreadable)
        #expect(try standing(collection(place("[104.06, 30.66]"))) == .sound)
        #expect(try standing(collection(place("[104.06, 30.66]"), place(#"["121.42", 31.24]"#))) == .unreadable)
    }

    @Test("A thousand bad elements are a bounded list")
    func many() throws {
        let features = (0..<1000).map { _ in place("[0,0]") }.joined(separator: ",\n")
        let found = try findings(.geojson, "{\"type\":\"FeatureCollection\",\"features\":[\n\(features)\n]}")
        #expect(found.count <= 25 && found.contains { $0.message.contains("more of its elements") })
    }

    @Test("A calendar of last year has nothing to come")
    func past() throws {
        let text = """
            BEGIN:VCALENDAR\r
            VERSION:2.0\r
            BEGIN:VEVENT\r
            UID:1\r
            DTSTART:20200101T010000Z\r
            DTEND:20200101T020000Z\r
            SUMMARY:旧\r
            END:VEVENT\r
            END:VCALENDAR\r

            """
        #expect(try findings(.icalendar, text).map(\.message) == ["no event in it is still to come"])
    }

    @Test("What was kept of a source on the web is looked at and left where it is")
    func kept() throws {
        let source = LifeSource(id: "weather", format: .openMeteo, origin: .web("https://api.example.cn"))
        let check = DataCheck(booth: Fixtures.booth, now: Fixtures.now)
        #expect(check.kept([source], in: directory.path).isEmpty)
        let path = directory.path + "/weather.plist"
        try Data("noise".utf8).write(to: URL(fileURLWithPath: path))
        #expect(check.kept([source], in: directory.path).map(\.file) == [path])
        #expect(FileManager.default.fileExists(atPath: path))
        KeptAnswer(urls: ["a"], parts: [KeptAnswer.Part(body: Data())], confirmedAt: 1).save(path)
        #expect(check.kept([source], in: directory.path).isEmpty)
    }
}

@Suite struct JSONPlaceTests {
    @Test("A path leads to the line of its value, in both spellings")
    func paths() {
        let bytes = Array("{\n \"a\": [1,\n  {\"b]\": \"}\", \"c\": 5}],\r\n \"d\": null}".utf8)
        for (path, line) in [("a[1].c", 3), ("/a/1/c", 3), ("a[0]", 2), ("d", 4), ("a[1].x", 3), ("x", 1), ("", 1)] {
            let offset = JSONPlace.find(JSONPlace.steps(path), in: bytes) ?? -1
            #expect(JSONPlace.position(of: offset, in: bytes).line == line, "\(path)")
        }
        #expect(JSONPlace.firstBreak(in: bytes) == nil)
    }

    @Test("Lines are those of an editor, whatever ends them, and a mark in front is no column")
    func lines() {
        for ending in ["\n", "\r\n", "\r"] {
            let bytes = [0xEF, 0xBB, 0xBF] + Array("{\(ending)\t\"é\u{2028}\": \(ending) !}".utf8)
            let found = JSONPlace.firstBreak(in: bytes)
            let position = JSONPlace.position(of: found?.offset ?? 0, in: bytes)
            #expect(position.line == 3 && position.column == 2, "\(ending.debugDescription)")
        }
    }

    @Test("Noise ends in a verdict, and so does depth")
    func noise() {
        #expect(JSONPlace.firstBreak(in: Array(String(repeating: "[", count: 200_000).utf8)) != nil)
        for seed in 0..<200 {
            let bytes = (0..<64).map { UInt8(truncatingIfNeeded: ($0 &+ seed) &* 193 ^ (seed &* 31)) }
            _ = JSONPlace.firstBreak(in: bytes)
            _ = JSONPlace.find([.index(1), .key("a")], in: bytes)
        }
    }
}
