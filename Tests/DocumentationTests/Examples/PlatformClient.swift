import EventQueue
import Foundation  // not shown
import PlatformClient
import Testing
import Vocabulary

extension Examples {
    @Test func platformClient() async throws {
        let directory = try Self.temporaryDirectory()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let token = "\(directory)/token"
        try "s3cr3t\n".write(toFile: token, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: token)
        let booth = Booth(number: "PT-0042", address: [.chinese: "兰溪路 123 号"])
        // shown in Sources/PlatformClient/PlatformClient.docc/PlatformClient.md
        let lock = try StateLock(directory: directory)
        let events = EventQueue(directory: directory, booth: booth.number) { _ in }
        let (reports, told) = AsyncStream.makeStream(of: PlatformReport.self)

        // Port 9 of this machine: nobody listens there, so the booth is offline and goes on.
        let client = try PlatformClient(
            settings: PlatformSettings(url: "http://127.0.0.1:9", tokenFile: token), booth: booth,
            cacheDirectory: directory, events: events,
            snapshot: { HeartbeatSnapshot(version: "1.0", uptime: .seconds(60), bootID: "boot") },
            report: { told.yield($0) })
        client.start()

        var reason = ""
        for await case .offline(let why) in reports {
            reason = why
            break
        }

        // The client first, then the queue that it uploads from.
        await withCheckedContinuation { done in client.stop { done.resume() } }
        await withCheckedContinuation { done in events.close { done.resume() } }
        // end
        #expect(!reason.isEmpty)
        withExtendedLifetime(lock) {}
    }
}
