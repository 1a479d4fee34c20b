import EventQueue
import Foundation

// The process that the kill campaign ends at random moments. Until then it appends to a queue and deletes from it.
// `QueueVictim DIRECTORY PHASE-FILE ROUND` says on standard output, a line each:
//   c SEQUENCE ID   this record's commit was reported
//   a SEQUENCE      this record is about to be acknowledged
//   d SEQUENCE      its deletion was reported
//   x WORDS         anything else that the queue reported
// The first byte of the phase file, mapped, is the phase that the queue is in.

guard CommandLine.arguments.count == 4, let round = Int(CommandLine.arguments[3]) else {
    print("usage: QueueVictim DIRECTORY PHASE-FILE ROUND")
    exit(64)
}
let phaseFile = open(CommandLine.arguments[2], O_RDWR)
guard phaseFile >= 0, let page = mmap(nil, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, phaseFile, 0), page != MAP_FAILED
else {
    print("x cannot map \(CommandLine.arguments[2])")
    exit(1)
}
let phaseAddress = UInt(bitPattern: page)

/// One write per report, because a pipe takes that whole or not at all.
@Sendable func say(_ lines: [String]) {
    let bytes = Array((lines.joined(separator: "\n") + "\n").utf8)
    _ = write(1, bytes, bytes.count)
}

let reported = DispatchSemaphore(value: 0)
var tuning = QueueTuning()
// Small, so that emptying the log takes a fair part of the time.
tuning.logPages = 8
tuning.phase = { UnsafeMutablePointer<UInt8>(bitPattern: phaseAddress)?.pointee = $0.rawValue }
let queue = EventQueue(
    directory: CommandLine.arguments[1], booth: "PT-0042", bounds: QueueBounds(), grouping: .milliseconds(250),
    tuning: tuning, now: { 1_780_000_000_000 }
) { report in
    guard case .committed(let events, _) = report else { return say(["x \(report)"]) }
    say(events.map { "c \($0.sequence) \($0.event.id)" })
    if events.contains(where: \.event.urgent) { reported.signal() }
}

var number = 0
while true {
    // One to four together. The last is urgent and commits them.
    let size = number % 4 + 1
    for place in 1...size {
        number += 1
        queue.append(
            QueuedEvent(
                id: "r\(round)-\(number)", type: "cn.laoyouting.booth.step.v1", time: 1_780_000_000_000,
                urgent: place == size, data: #"{"outcome":"shown","function":"person"}"#))
    }
    reported.wait()
    queue.peek(count: 3, bytes: .max) { epoch, events in
        let sequences = (events ?? []).map(\.sequence)
        say(sequences.map { "a \($0)" })
        queue.acknowledge(sequences, epoch: epoch) {
            say(sequences.map { "d \($0)" })
            reported.signal()
        }
    }
    reported.wait()
}
