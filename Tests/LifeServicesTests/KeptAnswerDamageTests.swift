import AdapterTestSupport
import Foundation
import Vocabulary
import Testing

@testable import LifeServices

/// Answers on disk that come back different from what was written.
@Suite("Kept answers that are damaged")
struct KeptAnswerDamageTests {
    private let urls = ["http://127.0.0.1/weather"]

    private func kept(_ path: String) throws -> Data {
        KeptAnswer(
            urls: urls, parts: [.init(body: Data("{}".utf8), etag: "\"v1\"", lastModified: "today")],
            confirmedAt: 1_790_000_000_000
        ).save(path)
        return try Data(contentsOf: URL(fileURLWithPath: path))
    }

    @Test("No damage ends the booth, and all of it is told of", arguments: 1...20 as ClosedRange<UInt64>)
    func fuzz(seed: UInt64) throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/weather.plist"
        let whole = try kept(path)
        var damage = Damage(seed: seed)
        for round in 0..<50 {
            try damage.damaged(whole).write(to: URL(fileURLWithPath: path))
            do throws(KeptAnswer.Damage) {
                // An answer to other questions is not damaged.
                guard let answer = try KeptAnswer.load(path, urls: urls) else { continue }
                #expect((0...4_102_444_800_000).contains(answer.confirmedAt), "seed \(seed), round \(round)")
                let marks = [answer.parts[0].etag, answer.parts[0].lastModified].compactMap { $0 }
                #expect(marks.allSatisfy { !$0.contains(where: \.isNewline) }, "seed \(seed), round \(round)")
            } catch {
                #expect(error.line == "\(path): damaged, set aside as \(path).damaged")
                #expect(!FileManager.default.fileExists(atPath: path))
            }
        }
    }

    @Test("A file of another kind is set aside; none is no damage")
    func kinds() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/weather.plist"
        #expect(try KeptAnswer.load(path, urls: urls) == nil)
        _ = try kept(path)
        #expect(try KeptAnswer.load(path, urls: urls)?.parts.count == 1)
        #expect(try KeptAnswer.load(path, urls: ["another"]) == nil)
        try Data("bplist00".utf8).write(to: URL(fileURLWithPath: path))
        #expect(throws: KeptAnswer.Damage.self) { try KeptAnswer.load(path, urls: urls) }
    }

    @Test("A damaged answer is reported, and another fetched")
    func reported() async throws {
        let directory = try TemporaryDirectory()
        try FileManager.default.createDirectory(
            atPath: directory.path + "/life", withIntermediateDirectories: false)
        try Data("no answer".utf8).write(to: URL(fileURLWithPath: directory.path + "/life/notices.plist"))
        let rig = try LifeRig(
            [LifeSource(id: "notices", format: .jsonFeed, origin: .web("/feed.json"))], directory: directory
        ) { _ in [.respond(503)] }
        rig.services.start()
        let report = try await rig.reports.first { if case .damaged = $0 { true } else { false } }
        #expect("\(report)".contains("notices.plist.damaged"))
        await rig.stop()
    }
}
