import Basics
import AdapterTestSupport
import Foundation
import Testing

@testable import Platform

/// The simulated dispatcher, and that it says what it is.
@Suite struct RequestSimulatorTests {
    @Test func `a taxi is accepted, then assigned with plate, car and minutes`() async throws {
        try await withPlatform(simulator: .init(acceptAfter: 0.01, assignAfter: 0.01)) { platform in
            let id = UUID().uuidString
            let made = try await platform.submit(id)
            #expect(try made.value("simulated") == .bool(true))
            let states = try await platform.follow(id, until: "assigned")
            #expect(states.map(\.0) == ["submitted", "accepted", "assigned"])
            #expect(states.map(\.1) == [1, 2, 3])
            let answer = try await platform.http.get("/v1/requests/\(id)")
            #expect(try answer.value("assignment", "plate")?.string?.hasPrefix("沪A·D") == true)
            #expect(try answer.value("assignment", "car")?.string?.isEmpty == false)
            let minutes = try #require(try answer.value("assignment", "minutes")?.integer)
            let arrives = try #require(try answer.value("assignment", "arrives_at")?.string.flatMap(Timestamp.parse))
            let updated = try #require(try answer.value("updated_at")?.string.flatMap(Timestamp.parse))
            #expect((4...9).contains(minutes))
            #expect(abs(arrives.timeIntervalSince(updated) - Double(minutes * 60)) < 30)
            #expect(try answer.value("simulated") == .bool(true))
        }
    }

    @Test func `a clinic's booking is completed with what was chosen, in the resident's language`() async throws {
        try await withPlatform(simulator: .init(acceptAfter: 0, assignAfter: 0)) { platform in
            let id = UUID().uuidString
            let choices = #"{"hospital":"putuo-central","slot":"tomorrow-am"}"#
            _ = try await platform.submit(id, kind: "clinic", choices: choices)
            _ = try await platform.follow(id, until: "completed")
            let answer = try await platform.http.get("/v1/requests/\(id)")
            #expect(try answer.value("assignment", "hospital")?.string == "普陀区中心医院")
            #expect(try answer.value("assignment", "department")?.string == "全科")
            #expect(try answer.value("assignment", "slot")?.string == "明天上午")
            #expect(try answer.value("assignment", "plate") == nil)
        }
    }

    @Test func `choices that the simulator does not know come back as they are`() throws {
        let submission = RequestSubmission(
            id: UUID().uuidString, kind: "clinic", language: "ko", address: "", boothNumber: "PT-0042",
            choices: ["hospital": "elsewhere", "slot": "tomorrow-pm"])
        let request = ServiceRequest(submission, booth: "PT-0042", simulated: true, at: Date())
        let given = SimulatedAnswers.appointment(for: request)
        #expect(given.hospital == "elsewhere")
        #expect(given.slot == "내일 오후")
    }

    @Test func `a booking names what was chosen in the booth's words where the simulator has none`() throws {
        let submission = RequestSubmission(
            id: UUID().uuidString, kind: "clinic", language: "zh-Hans", address: "", boothNumber: "PT-0042",
            choices: ["hospital": "tongji", "slot": "later"],
            words: [ChoiceInWords(id: "hospital", question: "去哪家医院？", answer: "同济医院")])
        let given = SimulatedAnswers.appointment(
            for: ServiceRequest(submission, booth: "PT-0042", simulated: true, at: Date()))
        #expect(given.hospital == "同济医院")
        #expect(given.slot == "later")
    }

    @Test func `a kind that a technician defined is completed without particulars`() async throws {
        try await withPlatform(simulator: .init(acceptAfter: 0, assignAfter: 0)) { platform in
            let id = UUID().uuidString
            _ = try await platform.submit(id, kind: "bulky-waste")
            _ = try await platform.follow(id, until: "completed")
            #expect(try await platform.http.get("/v1/requests/\(id)").value("assignment") == nil)
        }
    }

    private static func request(_ id: String = UUID().uuidString, kind: String = "taxi", at now: Date) -> ServiceRequest
    {
        let submission = RequestSubmission(
            id: id, kind: kind, language: "en", address: "", boothNumber: "PT-0042", choices: nil)
        return ServiceRequest(submission, booth: "PT-0042", simulated: true, at: now)
    }

    @Test func `an assigned car can be cancelled, and is over some minutes after it came`() throws {
        let now = TestClock().now
        let settings = SimulatorSettings(acceptAfter: 1, assignAfter: 2)
        var request = Self.request(at: now)
        #expect(RequestSimulator.plan(for: request, settings)?.due == now + 1)
        _ = request.apply(.accept, at: now + 1)
        let plan = try #require(RequestSimulator.plan(for: request, settings))
        #expect(plan.due == now + 3)
        _ = request.apply(plan.change, at: plan.due)
        let arrival = try #require(request.assignment?.arrivesAt)
        #expect(RequestSimulator.plan(for: request, settings)?.due == arrival + 180)
        _ = request.apply(.cancel, at: plan.due + 1)
        #expect(RequestSimulator.plan(for: request, settings) == nil)
    }

    @Test func `as many fail and stay unanswered as it is told`() {
        let now = TestClock().now
        let settings = SimulatorSettings(acceptAfter: 0, assignAfter: 0, failPercent: 30, silentPercent: 20)
        var (silent, failed) = (0, 0)
        for _ in 0..<2000 {
            var request = Self.request(kind: "repair", at: now)
            guard let first = RequestSimulator.plan(for: request, settings) else {
                silent += 1
                continue
            }
            _ = request.apply(first.change, at: now)
            if case .fail = RequestSimulator.plan(for: request, settings)?.change { failed += 1 }
        }
        // Random ids: the bounds are six standard deviations away.
        #expect((290...510).contains(silent), "\(silent)")
        #expect((475...725).contains(failed), "\(failed)")
        let all = SimulatorSettings(failPercent: 100)
        var request = Self.request(at: now)
        _ = request.apply(.accept, at: now)
        #expect(RequestSimulator.plan(for: request, all)?.change == .fail(reason: "simulated"))
    }

    @Test func `a restart continues where the simulator was`() async throws {
        let directory = try TestDirectory()
        let id = UUID().uuidString
        try await withPlatform(in: directory, simulator: .init(acceptAfter: 0, assignAfter: 3600)) { platform in
            _ = try await platform.submit(id)
            _ = try await platform.follow(id, until: "accepted")
        }
        try await withPlatform(in: directory, simulator: .init(acceptAfter: 0, assignAfter: 0)) { platform in
            let states = try await platform.follow(id, until: "assigned")
            #expect(states.last?.1 == 3)
        }
    }

    @Test func `without a dispatcher nobody answers`() async throws {
        let clock = TestClock()
        try await withPlatform(clock: clock) { platform in
            let id = UUID().uuidString
            _ = try await platform.submit(id)
            clock.advance(60)
            let simulator = RequestSimulator(desk: platform.server.desk)
            #expect(try await simulator.step(at: clock.now) == nil)
            // Once turned on, it answers what comes from then on. This request was promised to people.
            platform.server.desk.simulator.settings = SimulatorSettings(acceptAfter: 0)
            #expect(try await simulator.step(at: clock.now) == nil)
            #expect(try await platform.http.get("/v1/requests/\(id)").value("state")?.string == "submitted")
        }
    }
}

extension RunningPlatform {
    /// Long-polls from the beginning until the request has that state. Returns every state and version seen on the way.
    func follow(_ id: String, until wanted: String) async throws -> [(String, Int64)] {
        var seen: [(String, Int64)] = []
        var version: Int64 = 0
        while seen.last?.0 != wanted {
            let answer = try await http.get("/v1/requests/\(id)?after=\(version)&wait=30")
            guard let state = try answer.value("state")?.string, let next = try answer.value("version")?.integer,
                next > version
            else { throw TestFailure("\(id) stays: \(answer.text)") }
            version = next
            seen.append((state, next))
        }
        return seen
    }
}
