import AdapterTestSupport
import Foundation
import KioskCore
import Vocabulary
import KioskTestSupport
import Testing

@testable import Telephony

/// A call journal that comes back different from what was written.
@Suite struct CallMemoryDamageTests {
    // Where the driver's clock starts.
    private let now = Moment(milliseconds: 1_000_000)
    private let number = "13812345678"
    private var bounds: CallMemory.Bounds {
        CallMemory.Bounds(boot: "b1", now: now, emergencyNumbers: ["110", "120", "119"])
    }

    private func memory(
        _ callClass: CallClass, _ service: EmergencyService? = nil, number: String? = nil, answered: Bool = true
    ) -> CallMemory {
        var memory = CallMemory(boot: "b1")
        memory.noteFreeCall(to: self.number, at: now - .seconds(60), quota: .seconds(1800), day: 20_000)
        memory.keep(
            CallJournal(
                live: CallJournal.Live(
                    callClass: callClass, emergency: service, service: service?.service,
                    trunk: TrunkID(rawValue: "first"), number: number ?? self.number, pressedAt: now - .seconds(70),
                    startedAt: now - .seconds(62), answeredAt: answered ? now - .seconds(60) : nil,
                    endsAt: callClass == .free ? now + .seconds(120) : nil),
                callBack: CallBack(service: .ambulance, until: now + .seconds(900))), day: 20_000)
        return memory
    }

    private func changed(_ memory: CallMemory, _ key: String, _ value: String) throws -> Data {
        let text = String(decoding: memory.data, as: UTF8.self)
        let found = try #require(text.range(of: #""\#(key)":("[^"]*"|-?\d+|true|false)"#, options: .regularExpression))
        return Data(text.replacingCharacters(in: found, with: "\"\(key)\":\(value)").utf8)
    }

    @Test func `what was written is no damage`() {
        for callClass in CallClass.allCases {
            let whole = memory(callClass)
            let read = CallMemory.read(whole.data, bounds)
            #expect(!read.isDamaged, "\(callClass)")
            #expect(read.memory == whole, "\(callClass)")
        }
        #expect(!CallMemory.read(nil, bounds).isDamaged)
        #expect(!CallMemory.read(CallMemory(boot: "b1").data, bounds).isDamaged)
    }

    @Test func `another boot's journal is out of date, not damaged`() throws {
        let other = try changed(memory(.free), "boot", "\"b0\"")
        #expect(CallMemory.read(other, bounds).memory == CallMemory(boot: "b1"))
        #expect(!CallMemory.read(other, bounds).isDamaged)
    }

    @Test(arguments: ["", "{", "[]", "null", "7", "\u{0}", "{\"live\":{}}"])
    func `what is no journal is damaged and says nothing`(content: String) {
        let read = CallMemory.read(Data(content.utf8), bounds)
        #expect(read.isDamaged)
        #expect(read.memory == CallMemory(boot: "b1"))
    }

    @Test(arguments: [Int64.min, Int64.min + 1, -1, Int64.max])
    func `times that cannot be are brought back and told of`(value: Int64) throws {
        for key in ["answeredAt", "startedAt", "pressedAt"] {
            let read = CallMemory.read(try changed(memory(.emergency, .ambulance), key, "\(value)"), bounds)
            #expect(read.isDamaged, "\(key)")
            let live = try #require(read.memory.journal.live)
            let times = [live.pressedAt, live.startedAt, try #require(live.answeredAt)]
            #expect(times.allSatisfy { Moment(milliseconds: 0) <= $0 && $0 <= now }, "\(key)")
        }
        let read = CallMemory.read(try changed(memory(.free), "endsAt", "\(value)"), bounds)
        #expect(read.isDamaged)
        #expect(try #require(read.memory.journal.live?.endsAt) <= now + Timings().freeCall)
        let back = CallMemory.read(try changed(memory(.free), "until", "\(value)"), bounds)
        #expect(back.isDamaged)
        #expect(try #require(back.memory.journal.callBack).until <= now + Timings().callBack)
    }

    @Test(arguments: ["free", "assistance", "test", "no class at all"])
    func `an emergency stays one whatever class stands beside it`(other: String) throws {
        let byService = try changed(memory(.emergency, .ambulance), "emergency", "7")
        for data in [
            try changed(memory(.emergency, .fire), "callClass", "\"\(other)\""),
            try changed(CallMemory.read(byService, bounds).memory, "callClass", "\"\(other)\""),
            // Only the digest of its number tells what it is.
            try changed(memory(.emergency, number: "110"), "callClass", "\"\(other)\""),
        ] {
            let live = try #require(CallMemory.read(data, bounds).memory.journal.live)
            #expect(live.callClass == .emergency)
            #expect(live.endsAt == nil)
        }
    }

    @Test func `a free call with another's number is no emergency`() throws {
        #expect(CallMemory.read(memory(.free).data, bounds).memory.journal.live?.callClass == .free)
    }

    @Test func `a damaged file is set aside with its owner's rights, and only the last`() throws {
        let directory = FileManager.default.temporaryDirectory.path + "/calls-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let runtime = RuntimeDirectory(directory)
        for content in ["first", "second"] {
            try Data(content.utf8).write(to: URL(fileURLWithPath: directory + "/calls.json"))
            let line = runtime.setAside("calls.json")
            #expect(line == "\(directory)/calls.json: damaged, set aside as \(directory)/calls.json.damaged")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["calls.json.damaged"])
        #expect(runtime.read("calls.json.damaged") == Data("second".utf8))
        let attributes = try FileManager.default.attributesOfItem(atPath: directory + "/calls.json.damaged")
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(runtime.read("calls.json") == nil)
        #expect(runtime.setAside("calls.json").contains("cannot be set aside"))
    }

    @Test func `what is no ordinary file reads as empty, and nobody waits for it`() throws {
        let directory = FileManager.default.temporaryDirectory.path + "/calls-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let runtime = RuntimeDirectory(directory)
        #expect(mkfifo(directory + "/pipe", 0o600) == 0)
        #expect(symlink("/etc/passwd", directory + "/link") == 0)
        try FileManager.default.createDirectory(atPath: directory + "/directory", withIntermediateDirectories: false)
        try Data(count: 2 << 20).write(to: URL(fileURLWithPath: directory + "/large"))
        for name in ["pipe", "link", "directory", "large"] { #expect(runtime.read(name) == Data(), "\(name)") }
    }

    /// Whatever comes back, the booth starts with it and runs for an hour.
    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func `no damage ends the booth`(seed: UInt64) {
        var damage = Damage(seed: seed)
        let kinds: [CallMemory] = [
            memory(.emergency, .police), memory(.emergency, answered: false), memory(.free), memory(.assistance),
            memory(.test),
        ]
        for round in 0..<25 {
            let data = damage.damaged(kinds[round % kinds.count].data)
            let memory = CallMemory.read(data, bounds).memory
            let journal = memory.journal
            let place: Comment = "seed \(seed), round \(round): \(String(decoding: data.prefix(2_000), as: UTF8.self))"
            if let live = journal.live {
                let times = [live.pressedAt, live.startedAt, live.answeredAt ?? now]
                #expect(times.allSatisfy { Moment(milliseconds: 0) <= $0 && $0 <= now }, place)
                #expect(live.endsAt ?? now <= now + .seconds(180), place)
                #expect((0...10_000).contains(live.attempts), place)
                #expect(live.trunk.rawValue.utf8.count <= 256, place)
            }
            #expect(memory.data.count < 4_096, place)
            #expect(memory.timeToFreeCall(to: number, at: now) ?? .zero <= .seconds(1800), place)
            let found = FoundCall(trunk: TrunkID(rawValue: "first"), number: "110", progress: .established)
            var explained = found
            explained.isExplained = memory.explains(found)
            for calls in [[explained], []] {
                let resident = Resident(restored: Restored(afterCrash: true, calls: journal))
                resident.perform(.found(calls))
                resident.perform(.agent(.connected))
                for _ in 0..<60 { resident.wait(.seconds(60)) }
                #expect(CallMemory.read(written(resident.journal), bounds).memory.boot == "b1", place)
            }
        }
    }

    private func written(_ journal: CallJournal?) -> Data {
        var memory = CallMemory(boot: "b1")
        if let journal { memory.keep(journal, day: 20_000) }
        return memory.data
    }
}
