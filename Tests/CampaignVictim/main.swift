import EventQueue
import Foundation
import Basics
import Reporting
import Vocabulary
import PlatformClient
import Synchronization

// The booth of the kill campaign: a queue and its upload, ended at random moments.
// `CampaignVictim append|drain DIRECTORY PHASE-FILE NUMBER URL TOKEN-FILE`. With `append` it appends until it is ended.
// With `drain` it appends nothing and ends when the platform has everything. On standard output, a line each:
//   c SEQUENCE NUMBER          this record's commit was reported; numbers count from 1 in each process
//   e DEPTH QUARANTINED DROPS  drained: what the queue says of itself
//   x WORDS                    anything that should not happen
// The first byte of the phase file, mapped, is the phase that the queue is in.

let arguments = CommandLine.arguments
guard arguments.count == 7, let process = UInt32(arguments[4]) else {
    print("usage: CampaignVictim append|drain DIRECTORY PHASE-FILE NUMBER URL TOKEN-FILE")
    exit(64)
}
let phaseFile = open(arguments[3], O_RDWR)
guard phaseFile >= 0, let page = mmap(nil, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, phaseFile, 0), page != MAP_FAILED
else {
    print("x cannot map \(arguments[3])")
    exit(1)
}
let phaseAddress = UInt(bitPattern: page)

/// One write per report, because a pipe takes that whole or not at all.
@Sendable func say(_ lines: [String]) {
    let bytes = Array((lines.joined(separator: "\n") + "\n").utf8)
    _ = write(1, bytes, bytes.count)
}

func record(_ number: Int, urgent: Bool) -> QueuedEvent {
    QueuedEvent(
        id: String(format: "%08x-0000-4000-8000-%012x", process, number), type: "cn.laoyouting.booth.step.v1",
        time: Int64(Date().timeIntervalSince1970 * 1000), urgent: urgent,
        data: #"{"booth":"PT-0042","session":null,"function":"person","official_category":"services","#
            + #""language":"zh-Hans","input":"key","duration_ms":\#(number),"offline":false,"use":null,"#
            + #""outcome":"forward","step":"call","position":1,"first_key_ms":null,"wrong_keys":0,"repeats":0}"#)
}

/// Signalled when something was committed, or taken off the queue.
let progress = DispatchSemaphore(value: 0)
let committed = Mutex(0)
let uploader = Mutex<PlatformClient?>(nil)

var tuning = QueueTuning()
tuning.phase = { UnsafeMutablePointer<UInt8>(bitPattern: phaseAddress)?.pointee = $0.rawValue }
let queue = EventQueue(
    directory: arguments[2], booth: "PT-0042", bounds: QueueBounds(), grouping: .milliseconds(250), tuning: tuning,
    now: { Int64(Date().timeIntervalSince1970 * 1000) }
) { report in
    guard case .committed(let events, let urgent) = report else { return say(["x \(report)"]) }
    let numbers = events.map { Int($0.event.id.suffix(12), radix: 16) ?? 0 }
    say(zip(events, numbers).map { "c \($0.sequence) \($1)" })
    committed.withLock { $0 = max($0, numbers.max() ?? 0) }
    if urgent { uploader.withLock { $0 }?.uploadNow() }
    progress.signal()
}
let client = try PlatformClient(
    settings: PlatformSettings(url: arguments[5], tokenFile: arguments[6]),
    booth: Booth(number: "PT-0042", address: [.chinese: "普陀区曹杨路 500 号"]), cacheDirectory: arguments[2],
    // A booth waits for seconds; the campaign has hundreds of failures to get over.
    events: queue, plan: UploadPlan(backoff: Backoff(base: .milliseconds(2), cap: .milliseconds(20))),
    snapshot: { HeartbeatSnapshot(version: "campaign", uptime: .zero, bootID: "campaign") }
) { report in
    switch report {
    // Signal this only after the queue has deleted it, so that its depth shows it.
    case .uploaded: queue.inspect { _ in progress.signal() }
    case .credentials(refused: .some), .clock(ahead: .some), .upload(.credentials), .upload(.refused):
        say(["x \(report)"])
    default: break
    }
}
uploader.withLock { $0 = client }
client.start()

if arguments[1] == "drain" {
    queue.inspect { _ in progress.signal() }
    repeat { progress.wait() } while queue.status.epoch == nil || queue.status.depth > 0
    client.stop { progress.signal() }
    progress.wait()
    let status = queue.status
    queue.close {
        say(["e \(status.depth) \(status.quarantined) \(status.dropped)"]); exit(0)
    }
    dispatchMain()
}

var number = 0
while true {
    // One to four together. The last is urgent and commits them.
    let size = number % 4 + 1
    for place in 1...size {
        number += 1
        queue.append(record(number, urgent: place == size))
    }
    while committed.withLock({ $0 }) < number { progress.wait() }
    // Keep the backlog small, because the campaign's end would have to wait for it.
    while queue.status.depth > 60 { progress.wait() }
}
