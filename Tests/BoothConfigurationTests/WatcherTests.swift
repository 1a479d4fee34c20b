import Vocabulary
import Foundation

import Synchronization
import Testing

@testable import BoothConfiguration

/// A technician at work on the files of a running booth.
struct WatcherTests {
    @Test func `an edited file is read when it has come to rest`() async throws {
        try await watched { fixture, reports in
            try fixture.edit("functions.yaml", "en: Taxi", "en: Cab")
            let loaded = try await reports.next()
            #expect(loaded.source == .current)
            #expect(label(loaded) == "Cab")
        }
    }

    @Test func `a file that an editor puts in the place of another is read`() async throws {
        try await watched { fixture, reports in
            try fixture.write(Fixture.functions.replacing("en: Taxi", with: "en: Cab"), to: ".functions.yaml.new")
            try FileManager.default.removeItem(atPath: fixture.directory + "/functions.yaml")
            try FileManager.default.moveItem(
                atPath: fixture.directory + "/.functions.yaml.new", toPath: fixture.directory + "/functions.yaml")
            let loaded = try await reports.next { !$0.problems.hasErrors }
            #expect(label(loaded) == "Cab")
        }
    }

    @Test func `a file is not read while a program is still writing it`() async throws {
        try await watched { fixture, reports in
            let path = fixture.directory + "/functions.yaml"
            let text = Fixture.functions.replacing("en: Taxi", with: "en: Cab")
            let file = try #require(fopen(path, "w"))
            fputs(String(text.prefix(200)), file)
            fflush(file)
            let written = try await reports.nextWritten()
            #expect(written == [path])
            fputs(String(text.dropFirst(200)), file)
            fclose(file)
            let loaded = try await reports.next()
            #expect(!loaded.problems.hasErrors)
            #expect(label(loaded) == "Cab")
        }
    }

    @Test func `files beside the configuration that an editor holds open keep nothing waiting`() async throws {
        try await watched { fixture, reports in
            let file = try #require(fopen(fixture.directory + "/.functions.yaml.swp", "w"))
            defer { fclose(file) }
            fputs("swap", file)
            fflush(file)
            try fixture.edit("functions.yaml", "en: Taxi", "en: Cab")
            let loaded = try await reports.next()
            #expect(label(loaded) == "Cab")
        }
    }

    @Test func `a broken file brings the last good copy, and mending it the file itself`() async throws {
        try await watched { fixture, reports in
            try fixture.edit("functions.yaml", "key: 1\n", "key: 11\n")
            let broken = try await reports.next()
            #expect(broken.source == .lastGood)
            #expect(label(broken) == "Taxi")
            #expect(broken.problems.first?.description.hasPrefix("functions.yaml:3:10: error: ") == true)
            try fixture.edit("functions.yaml", "key: 11\n", "key: 1\n")
            let mended = try await reports.next()
            #expect(mended.source == .current)
            #expect(mended.problems == [])
        }
    }

    @Test func `a language that is dropped in is read`() async throws {
        try await watched { fixture, reports in
            try fixture.write(Fixture.language("fr"), to: "languages/fr.yaml")
            let loaded = try await reports.next()
            #expect(loaded.catalogue.languages.map(\.code.rawValue) == ["zh-Hans", "en", "fr"])
        }
    }

    @Test func `directories that are replaced are looked at anew`() async throws {
        try await watched { fixture, reports in
            let (files, languages) = (FileManager.default, fixture.directory + "/languages")
            try files.copyItem(atPath: languages, toPath: fixture.root + "/new")
            try files.moveItem(atPath: languages, toPath: fixture.root + "/old")
            try files.moveItem(atPath: fixture.root + "/new", toPath: languages)
            _ = try await reports.next { !$0.problems.hasErrors }
            try fixture.edit("languages/en.yaml", "name: English", "name: english")
            let loaded = try await reports.next()
            #expect(loaded.catalogue.languages.last?.name == "english")
        }
    }

    @Test func `a change of permissions is a change`() async throws {
        try await watched { fixture, reports in
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o600], ofItemAtPath: fixture.directory + "/booth.yaml")
            let loaded = try await reports.next()
            #expect(loaded.source == .current)
        }
    }

    @Test func `what lies behind a symbolic link is found by the look that nobody asked for`() async throws {
        let fixture = try Fixture()
        let (link, target) = (fixture.directory + "/functions.yaml", fixture.root + "/elsewhere.yaml")
        try FileManager.default.moveItem(atPath: link, toPath: target)
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
        try await watched(fixture, sweep: .milliseconds(20)) { fixture, reports in
            let text = Fixture.functions.replacing("en: Taxi", with: "en: Cab")
            try Data(text.utf8).write(to: URL(fileURLWithPath: target))
            let loaded = try await reports.next()
            #expect(label(loaded) == "Cab")
        }
    }

    @Test func `the overlay is a part of it, wherever it lies`() async throws {
        let fixture = try Fixture()
        let overlay = fixture.root + "/overlay.yaml"
        try Data("booth: { number: PT-0002 }\n".utf8).write(to: URL(fileURLWithPath: overlay))
        try await watched(fixture, overlay: overlay) { _, reports in
            try Data("booth: { number: PT-0003 }\n".utf8).write(to: URL(fileURLWithPath: overlay))
            let loaded = try await reports.next()
            #expect(loaded.settings.booth.number == "PT-0003")
        }
    }

    @Test func `what changed between the beginning and the start is told`() async throws {
        try await watched(before: { try $0.edit("functions.yaml", "en: Taxi", "en: Cab") }) { _, reports in
            let loaded = try await reports.next()
            #expect(label(loaded) == "Cab")
        }
    }

    @Test func `it reads when it is told to, changed or not`() async throws {
        try await watched { fixture, reports in
            let loaded = await withCheckedContinuation { done in
                reports.watcher?.reload { done.resume(returning: $0) }
            }
            #expect(label(loaded) == "Taxi")
        }
    }

    private func label(_ loaded: LoadedConfiguration) -> String? {
        loaded.catalogue.function(onKey: 1)?.label.text(in: .english)
    }

    /// A fixture with a last good copy and a watcher; both are gone afterwards.
    private func watched(
        _ given: Fixture? = nil, overlay: String? = nil, sweep: Duration = .seconds(3600),
        before: (Fixture) throws -> Void = { _ in }, _ body: (Fixture, Reports) async throws -> Void
    ) async throws {
        let fixture = try given ?? Fixture()
        defer { fixture.remove() }
        let store = ConfigurationStore(directory: fixture.directory, overlay: overlay, state: fixture.state)
        let reports = Reports()
        let watcher = ConfigurationWatcher(
            of: store, patience: .init(settling: .milliseconds(30), sweep: sweep), report: reports.take)
        reports.watcher = watcher
        defer { watcher.stop() }
        _ = store.load()
        try before(fixture)
        watcher.start()
        try await body(fixture, reports)
    }
}

/// What a watcher said, in order. One test reads it.
private final class Reports {
    var watcher: ConfigurationWatcher?
    let take: @Sendable (ConfigurationWatcher.Report) -> Void
    private var iterator: AsyncStream<ConfigurationWatcher.Report>.Iterator

    init() {
        let (stream, continuation) = AsyncStream.makeStream(of: ConfigurationWatcher.Report.self)
        take = { continuation.yield($0) }
        iterator = stream.makeAsyncIterator()
    }

    struct Ended: Error {}

    /// The next configuration read.
    func next() async throws -> LoadedConfiguration {
        while let report = await iterator.next(isolation: nil) {
            // A test may be slow to write a file, too.
            if case .read(let loaded) = report { return loaded }
        }
        throw Ended()
    }

    /// The next configuration read that matches. A state between two steps of one change may be read before it.
    func next(where isMeant: (LoadedConfiguration) -> Bool) async throws -> LoadedConfiguration {
        while true {
            let loaded = try await next()
            if isMeant(loaded) { return loaded }
        }
    }

    /// The files that the change waits for, reported before anything is read.
    func nextWritten() async throws -> [String] {
        guard case .beingWritten(let paths)? = await iterator.next(isolation: nil) else { throw Ended() }
        return paths
    }
}
