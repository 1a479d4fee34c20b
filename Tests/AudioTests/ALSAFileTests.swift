import AdapterTestSupport
import CALSA
import Foundation
import Synchronization
import Testing

@testable import Audio

/// The player on its thread with real ALSA devices: what arrives in the file is what would be heard.
@Suite(.timeLimit(.minutes(2))) struct ALSAFileTests {
    private let directory: TemporaryDirectory
    private let output: String
    private let player: PromptPlayer
    private let events: AsyncStream<AudioEvent>

    init() throws {
        directory = try TemporaryDirectory()
        output = directory.file("output.wav")
        (player, events) = Self.player(device: "file:FILE=\(output),FORMAT=wav")
    }

    private static func player(device: String) -> (PromptPlayer, AsyncStream<AudioEvent>) {
        let (stream, continuation) = AsyncStream<AudioEvent>.makeStream()
        return (PromptPlayer(loudspeaker: device) { continuation.yield($0) }, stream)
    }

    private func write(_ sound: [Int16], _ name: String) throws -> String {
        let path = directory.file(name)
        try Recording.write(sound, to: path, format: name.hasSuffix("flac") ? Recording.flac : Recording.wav)
        return path
    }

    private func wait(for last: AudioEvent) async -> [AudioEvent] { await Self.wait(for: last, in: events) }

    private static func wait(for last: AudioEvent, in events: AsyncStream<AudioEvent>) async -> [AudioEvent] {
        var seen: [AudioEvent] = []
        for await event in events {
            seen.append(event)
            if event == last { break }
        }
        return seen
    }

    @Test func everyFragmentArrivesSampleForSampleInOrder() async throws {
        let sounds = (1...4).map { Recording.noise(seed: $0, milliseconds: 150 + 7 * Int($0)) }
        let paths = try sounds.enumerated().map { try write($1, "\($0).\($0 % 2 == 0 ? "flac" : "wav")") }
        let missing = directory.file("absent.flac")
        player.play(PlayList(files: [paths[0], paths[1], missing, paths[2]], pauses: [20, 20, 20]), token: 7)
        #expect(await wait(for: .finished(7)) == [.started(7), .missing(path: missing), .finished(7)])
        player.play(PlayList(files: [paths[3]]), token: 8)
        #expect(await wait(for: .finished(8)) == [.started(8), .finished(8)])
        player.close()

        let file = try Recording.read(output)
        #expect(file.rate == 48_000)
        #expect(file.channels == 1)
        let gap = [Int16](repeating: 0, count: 960)
        let first = sounds[0] + gap + sounds[1] + gap + sounds[2]
        #expect(file.samples.position(of: first) == 0)
        let second = try #require(file.samples.position(of: sounds[3]))
        #expect(second >= first.count)
        // Nothing else sounds: the rest is silence, and less than 100 ms of it for each prompt.
        #expect(file.samples.count < first.count + sounds[3].count + 2 * 4_800)
        #expect(
            abs(
                file.samples.level * Double(file.samples.count).squareRoot()
                    - (first + sounds[3]).level * Double(first.count + sounds[3].count).squareRoot()) < 1)
    }

    @Test func eachSinkIsHeardFromItsOwnDevice() async throws {
        let files = [AudioSink.loudspeaker: directory.file("speaker.wav"), .handset: directory.file("handset.wav")]
        let devices = files.mapValues { "file:FILE=\($0),FORMAT=wav" }
        let (events, continuation) = AsyncStream<AudioEvent>.makeStream()
        let player = PromptPlayer(loudspeaker: devices[.loudspeaker], handset: devices[.handset]) {
            continuation.yield($0)
        }
        let sounds = (1...2).map { Recording.noise(seed: $0, milliseconds: 300) }
        for (index, sink) in AudioSink.allCases.enumerated() {
            let path = try write(sounds[index], "\(index).flac")
            player.play(PlayList(files: [path], sink: sink), token: UInt64(index))
            #expect(await Self.wait(for: .finished(UInt64(index)), in: events).count == 2)
        }
        player.close()
        for (sink, sound) in zip(AudioSink.allCases, sounds) {
            #expect(try Recording.read(try #require(files[sink])).samples.trimmed == sound.trimmed)
        }
    }

    @Test func headerOfTheFileTellsItsLength() async throws {
        player.play(PlayList(files: [try write(Recording.tone(500, milliseconds: 300), "a.wav")]), token: 1)
        _ = await wait(for: .finished(1))
        player.close()
        let data = try Data(contentsOf: URL(fileURLWithPath: output))
        let length = data[40..<44].enumerated().reduce(0) { $0 + Int($1.element) << (8 * $1.offset) }
        #expect(length == data.count - 44)
        #expect(length >= 300 * 48 * 2)
    }

    @Test func stopEndsTheSoundInTheFile() async throws {
        // Ten hours of sound: only a stop can end it.
        let path = try write(Recording.noise(seed: 1, milliseconds: 1_000), "second.wav")
        player.play(PlayList(files: Array(repeating: path, count: 36_000)), token: 1)
        _ = await wait(for: .started(1))
        player.stop(atMost: .guidance)
        #expect(await wait(for: .cut(1)) == [.cut(1)])
        let sound = Recording.tone(800, milliseconds: 200)
        player.play(PlayList(files: [try write(sound, "next.wav")]), token: 2)
        #expect(await wait(for: .finished(2)) == [.started(2), .finished(2)])
        player.close()
        let file = try Recording.read(output)
        #expect(Array(file.samples.trimmed.suffix(sound.trimmed.count)) == sound.trimmed)
    }

    @Test func emergencyReplacesGuidanceAndGuidanceWaitsForNobody() async throws {
        let path = try write(Recording.noise(seed: 1, milliseconds: 1_000), "second.wav")
        let endless = Array(repeating: path, count: 36_000)
        player.play(PlayList(files: endless), token: 1)
        player.play(PlayList(files: endless, priority: .emergency), token: 2)
        player.play(PlayList(files: [path]), token: 3)
        player.stop(atMost: .safety)
        player.click()
        player.stop(atMost: .emergency)
        let seen = await wait(for: .cut(2))
        #expect(
            seen.filter { $0 == .cut(1) || $0 == .notPlayed(3, .higherPriority) || $0 == .cut(2) }
                == [.cut(1), .notPlayed(3, .higherPriority), .cut(2)])
    }

    @Test func clickAloneIsInTheFile() async throws {
        player.click()
        player.play(PlayList(files: [directory.file("absent.wav")]), token: 1)
        _ = await wait(for: .notPlayed(1, .nothingReadable))
        player.play(PlayList(files: [try write(Recording.tone(500, milliseconds: 100), "a.wav")]), token: 2)
        _ = await wait(for: .finished(2))
        player.close()
        #expect(try Recording.read(output).samples.position(of: KeyClick.samples()) == 0)
    }

    @Test func closedPlayerRefusesAndCutsWhatPlays() async throws {
        let path = try write(Recording.noise(seed: 1, milliseconds: 1_000), "second.wav")
        player.play(PlayList(files: Array(repeating: path, count: 36_000)), token: 1)
        _ = await wait(for: .started(1))
        player.close()
        player.close()
        player.play(PlayList(files: [path]), token: 2)
        #expect(await wait(for: .notPlayed(2, .noDevice)) == [.cut(1), .notPlayed(2, .noDevice)])
    }

    @Test func unknownDeviceIsReportedWithWhatALSAWouldHavePrinted() async throws {
        let (player, events) = Self.player(device: "no_such_device")
        player.play(PlayList(files: []), token: 1)
        var seen: [AudioEvent] = []
        for await event in events {
            seen.append(event)
            if seen.count == 2 { break }
        }
        guard case .deviceLost(.loudspeaker, let reason)? = seen.first else {
            Issue.record("not reported: \(seen)")
            return
        }
        #expect(reason.contains("Unknown PCM no_such_device"))
        #expect(seen.last == .notPlayed(1, .noDevice))
        player.close()
    }
}
