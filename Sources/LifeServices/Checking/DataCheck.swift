import Foundation
import Reading
public import Vocabulary

/// Something wrong with a file of daily-life data.
public struct DataFinding: Equatable, Sendable {
    /// The file, as its source names it.
    public var file: String
    /// The line, from 1.
    public var line = 1
    /// The column in characters, from 1.
    public var column = 1
    /// The element as a JSON Pointer (RFC 6901); empty for the whole file and for a file that is not JSON.
    public var pointer = ""
    /// Whether nothing in the file can be used. Otherwise, one element is left out or doubtful.
    public var isWhole: Bool
    /// What is wrong.
    public var message: String
    /// What to do.
    public var remedy: String
}

/// Checks the data files that sources name, using the readers of the running kiosk.
public struct DataCheck: Sendable {
    private let booth: Booth
    private let now: WallTime
    /// The user who runs the check.
    private let user: String

    /// The user that the kiosk runs as (deploy/systemd/kiosk.service).
    private static let serviceUser = "kiosk"
    /// The most elements of one file that are reported individually.
    private static let mostFindings = 20

    /// A check as of `now`, for a booth at its place.
    public init(booth: Booth, now: WallTime) { self.init(booth: booth, now: now, user: LocalFile.user) }

    /// The same check, run by another user.
    init(booth: Booth, now: WallTime, user: String) {
        self.booth = booth
        self.now = now
        self.user = user
    }

    /// What is wrong with the files of these sources. A missing file is not reported here, because the check of the
    /// source reports it.
    public func findings(_ sources: [LifeSource]) -> [DataFinding] {
        sources.flatMap { source -> [DataFinding] in
            guard case .file(let path) = source.origin else { return [] }
            return findings(source, path)
        }
    }

    /// The places in the files of these sources; nil if there is no such source or none can be read.
    public func places(_ sources: [LifeSource]) -> PlaceList? {
        let held = files(of: .places, sources).map { ($0.source, $0.standing.held) }
        return LifeMerge(held, platform: LifeContent(), at: now.unixMilliseconds).places
    }

    /// What the page of places says if there are none, as in the running booth.
    public func standingOfPlaces(_ sources: [LifeSource]) -> TopicStanding {
        let all = files(of: .places, sources)
        return TopicStandings.of(all, booth: booth, platform: nil, at: now.unixMilliseconds)[.places] ?? .notSetUp
    }

    private func files(
        of topic: LifeTopic, _ sources: [LifeSource]
    ) -> [(source: LifeSource, standing: SourceRunner.Standing)] {
        sources.compactMap { source in
            guard source.topic == topic, case .file(let path) = source.origin else { return nil }
            do throws(SourceError) {
                let bytes = try LocalFile.read(path, most: SourceReader.mostBytes(source.format))
                let held = try Held([bytes], confirmedAt: now.unixMilliseconds, context(source))
                return (source, SourceRunner.Standing(held: held))
            } catch {
                return (source, SourceRunner.Standing(trouble: "\(error)"))
            }
        }
    }

    private func context(_ source: LifeSource) -> ReadingContext {
        ReadingContext(source: source, booth: booth, now: now)
    }

    private func findings(_ source: LifeSource, _ path: String) -> [DataFinding] {
        let bytes: [UInt8]
        do throws(SourceError) {
            bytes = try LocalFile.read(path, most: SourceReader.mostBytes(source.format))
        } catch {
            return unread(path, error)
        }
        let place = FindingPlace(file: path, bytes: bytes)
        do throws(SourceError) {
            let reading = try SourceReader.read([bytes], context(source))
            var found = reading.remarks.map { place.finding($0, isWhole: false) }
            if source.format == .geojson {
                // Elements that the reader left out have already been reported.
                let named = Set(found.map { Self.element(of: $0.pointer) })
                found += PlacesCheck(booth: booth, place: place).findings.filter {
                    !named.contains(Self.element(of: $0.pointer))
                }
            }
            return Self.bounded(found, path) + emptiness(reading.value, source, path)
        } catch {
            return [place.finding(error, isWhole: true)]
        }
    }

    /// The findings for a file that could not be read here.
    func unread(_ path: String, _ error: SourceError) -> [DataFinding] {
        if error.reason == .missing { return [] }
        if case .forbidden = error.reason, user != Self.serviceUser {
            // Another user cannot know whether the kiosk's user may read the file.
            return [
                DataFinding(
                    file: path, isWhole: false, message: "not read here: user '\(user)' may not",
                    remedy: "run this as root or as the kiosk's user: sudo -u \(Self.serviceUser)")
            ]
        }
        var isDirectory: ObjCBool = false
        let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
        return [
            DataFinding(
                file: path, isWhole: true,
                message: isThere && isDirectory.boolValue ? "a directory, not a file" : Self.words(error),
                remedy: "put a file there that the kiosk's user may read")
        ]
    }

    /// The first two steps of a pointer: `/features/3` for `/features/3/geometry/coordinates`.
    private static func element(of pointer: String) -> String {
        pointer.split(separator: "/").prefix(2).joined(separator: "/")
    }

    private static func words(_ error: SourceError) -> String { SourceError("", error.reason).description }

    private static func bounded(_ found: [DataFinding], _ path: String) -> [DataFinding] {
        guard found.count > mostFindings else { return found }
        return found.prefix(mostFindings)
            + [
                DataFinding(
                    file: path, line: found[mostFindings].line, isWhole: false,
                    message: "\(found.count - mostFindings) more of its elements are doubtful or left out",
                    remedy: "mend those above first")
            ]
    }

    /// The finding for a sound file that holds nothing that could be shown.
    private func emptiness(_ value: SourceValue, _ source: LifeSource, _ path: String) -> [DataFinding] {
        let (what, remedy): (String, String)
        switch value {
        case .places(let list) where list.places.isEmpty && booth.isLocated:
            what = "none of its places is within an hour's walk of the booth (\(booth.latitude), \(booth.longitude))"
            remedy = "check booth.location in booth.yaml, and that this is the file of this district"
        case .activities(let list) where list.allSatisfy { ($0.ends ?? $0.starts) <= now.unixMilliseconds }:
            what = "no event in it is still to come"
            remedy = "put a calendar with coming events there"
        case .notices(let list) where list.isEmpty: (what, remedy) = ("no notice in it", "put notices into it")
        default: return []
        }
        return [DataFinding(file: path, isWhole: false, message: what, remedy: remedy)]
    }
}

/// A file, for findings with lines and columns in it.
struct FindingPlace {
    let file: String
    let bytes: [UInt8]

    /// The finding for a reader's error, with the line that it refers to.
    func finding(_ error: SourceError, isWhole: Bool) -> DataFinding {
        var finding = DataFinding(
            file: file, isWhole: isWhole, message: "", remedy: Self.remedy(error.reason, isWhole: isWhole))
        var words = SourceError("", error.reason).description
        if isWhole, isWebPage {
            words = "a web page (HTML) in place of data"
        } else if let line = number(after: "line ", in: error.place) {
            finding.line = line
        } else if let byte = number(after: "byte ", in: error.place) {
            (finding.line, finding.column) = JSONPlace.position(of: byte - 1, in: bytes)
        } else if error.place.isEmpty {
            if let better = wholeFile(error) { (words, finding.line, finding.column) = better }
        } else {
            let steps = JSONPlace.steps(error.place)
            words = "\(error.place): \(words)"
            guard let offset = JSONPlace.find(steps, in: bytes) else { return finished(finding, words, isWhole) }
            (finding.line, finding.column) = JSONPlace.position(of: offset, in: bytes)
            finding.pointer = JSONPlace.pointer(steps)
        }
        return finished(finding, words, isWhole)
    }

    /// A finding about an element.
    func finding(at path: [JSONPlace.Step], _ message: String, _ remedy: String) -> DataFinding {
        let offset = JSONPlace.find(path, in: bytes) ?? 0
        let (line, column) = JSONPlace.position(of: offset, in: bytes)
        return DataFinding(
            file: file, line: line, column: column, pointer: JSONPlace.pointer(path), isWhole: false, message: message,
            remedy: remedy)
    }

    private func finished(_ finding: DataFinding, _ words: String, _ isWhole: Bool) -> DataFinding {
        var finding = finding
        finding.message =
            if isWhole {
                "nothing of this file can be used: \(words)"
            } else if words.hasPrefix("cut off") {
                "the file is \(words); what is whole before that is shown"
            } else {
                "left out: \(words)"
            }
        return finding
    }

    private func number(after word: String, in place: String) -> Int? {
        guard place.hasPrefix(word) else { return nil }
        return Int(place.dropFirst(word.count).prefix { $0.isNumber })
    }

    /// What is wrong with the whole file, if its bytes tell more than the reader's error.
    private func wholeFile(_ error: SourceError) -> (String, Int, Int)? {
        let isJSON = bytes.first { $0 > 0x20 && $0 != 0xEF && $0 != 0xBB && $0 != 0xBF } == UInt8(ascii: "{")
        guard case .syntax = error.reason, isJSON, let place = JSONPlace.firstBreak(in: bytes) else {
            return nil
        }
        let (line, column) = JSONPlace.position(of: place.offset, in: bytes)
        let words = place.offset >= bytes.count ? "the file breaks off" : "no JSON from here on"
        return ("\(words), \(place.expected) is expected", line, column)
    }

    private var isWebPage: Bool {
        let start = String(decoding: bytes.prefix(200), as: UTF8.self).lowercased()
        return start.contains("<html") || start.contains("<!doctype html")
    }

    private static func remedy(_ reason: SourceError.Reason, isWhole: Bool) -> String {
        switch reason {
        case .empty:
            isWhole
                ? "put the data there; its page says that it cannot be read until then"
                : "put it there, or again once it is published"
        case .encoding: "save the file as UTF-8"
        case .forbidden: "let the kiosk's user read it"
        case .missing: "add it"
        case .implausible: "correct it"
        case .tooMany: "cut the file down to what is near"
        case .tooLong: "shorten it; it is shown cut"
        case .undated, .unlimited: "write it"
        case .more: "correct those that are listed first"
        case .stale, .future: "put today's data there"
        case .refused, .unsupported: "put another file there"
        case .cutOff: "put the whole file there again, as its publisher has it"
        case .syntax: isWhole ? "put the whole file there again, as its publisher has it" : "correct it"
        }
    }
}
