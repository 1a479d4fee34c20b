import Synchronization
import BoothDriver
import Foundation

/// The result of a tour: the calls with their sound, and what the platform stored. All of it must agree.
struct Report {
    private let booth: Booth
    /// The level below which a call counts as silent, in dBFS.
    private static let quiet = -60.0

    init(_ booth: Booth) { self.booth = booth }

    /// Prints calls and events.
    /// - Returns: The number of each.
    /// - Throws: If they do not agree.
    func print() async throws -> (calls: Int, events: Int) {
        var waiting = 0
        try await eventually("the upload: \(waiting) events wait in the booth's queue", within: .seconds(30)) {
            waiting = try self.waiting()
            return waiting == 0
        }
        try booth.watch.withLock { $0 }?()
        let events = try await booth.events()
        let calls = events.filter { $0.kind == "call" && $0.data.outcome == "answered" }
        let heard = try await sounds(of: .operator)
        let received = try await sounds(of: .agent)
        list(calls, heard, received)
        list(events)

        guard events.contains(where: { $0.kind == "session" }) else {
            throw Failure("the platform has no record of the session's end, though the booth's queue is empty")
        }
        guard heard.count == calls.count else {
            throw Failure(
                "the operator answered \(heard.count) calls, the platform stored \(calls.count) answered calls")
        }
        guard received.count == heard.count else {
            throw Failure(
                "the operator answered \(heard.count) calls, the booth's agent had sound in \(received.count)")
        }
        guard !calls.isEmpty else { throw Failure("no call was answered") }
        for (side, sounds) in [("operator", heard), ("booth", received)] {
            for (number, sound) in sounds.enumerated() where sound.level < Self.quiet {
                let level = String(format: "%.1f", sound.level)
                throw Failure("call \(number + 1): the \(side) heard nothing (\(level) dBFS)")
            }
        }
        guard booth.spokenBytes > 44 else { throw Failure("the loudspeaker said nothing") }
        say("\nThe loudspeaker said \(booth.spokenBytes / 96_000) s of prompts.")
        return (heard.count, events.count)
    }

    private func list(_ calls: [UploadedEvent], _ heard: [Sound], _ received: [Sound]) {
        say("\nThe calls that the operator answered; dBFS is the level of the sound that each side received.")
        say("   \(left("", 14))\(left("class", 12))\(right("length", 8))\(right("operator", 14))\(right("booth", 14))")
        for number in 0..<max(heard.count, received.count) {
            let data = number < calls.count ? calls[number].data : nil
            let operatorSide = number < heard.count ? heard[number] : nil
            let boothSide = number < received.count ? received[number] : nil
            let name = data?.function ?? data?.service ?? "-"
            let seconds = String(format: "%6.1f s", operatorSide?.seconds ?? 0)
            say(
                "\(right("\(number + 1)", 2)) \(left(name, 14))\(left(data?.callClass ?? "-", 12))\(seconds)"
                    + level(operatorSide) + level(boothSide))
        }
    }

    private func list(_ events: [UploadedEvent]) {
        say("\nThe events that the platform stored.")
        for (kind, all) in Dictionary(grouping: events, by: \.kind).sorted(by: { $0.key < $1.key }) {
            say("   \(left(kind, 14))\(right("\(all.count)", 4))")
        }
        say("")
        for event in events {
            let time = event.time.dropFirst(11).prefix(8)
            let function = event.data.function ?? "-"
            say("   \(time)Z  \(left(event.kind, 14))\(left(function, 14))\(event.data.outcome ?? "-")")
        }
    }

    /// What a side received, one sound per call, in order. The header is complete only when the call has ended.
    private func sounds(of side: Booth.Part) async throws -> [Sound] {
        var sounds: [Sound] = []
        for path in booth.recordings(of: side).sorted() {
            var sound: Sound?
            try await eventually("\(path): the recording is complete", within: .seconds(10)) {
                sound = Sound(finished: path)
                return sound != nil
            }
            if let sound { sounds.append(sound) }
        }
        return sounds
    }

    /// The number of events that the booth still has, in its queue or on their way there.
    private func waiting() throws -> Int {
        let end = try Program.run([Places.kiosk, "queue", "--state", booth.state])
        let found = end.output.split(separator: "\n").compactMap { line in
            line.wholeMatch(of: /(?:depth|in memory) ([0-9]+)/).flatMap { Int($0.1) }
        }
        guard end.status == 0, found.count == 2 else { throw Failure("kiosk queue: \(end.output)") }
        return found.reduce(0, +)
    }

    private func level(_ sound: Sound?) -> String { String(format: "%9.1f dBFS", sound?.level ?? -.infinity) }

    private func left(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    private func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}
