import Basics
import Reporting
public import Vocabulary

/// The daily test call under way: over every trunk, one after the other, while nobody uses the booth.
public struct SelfTest: Equatable, Sendable {
    enum Phase: Hashable, Sendable {
        case calling
        case holding
        /// Hung up; the agent has yet to confirm the end.
        case settling
    }

    /// The trunk being tried.
    public var trunk: TrunkID
    var number: String
    var remaining: [TrunkID]
    var handle: CallHandle
    var phase = Phase.calling
    var startedAt: Moment
    var answeredAt: Moment?
    var failed = false

    var journal: CallJournal.Live {
        CallJournal.Live(
            callClass: .test, trunk: trunk, number: number, pressedAt: startedAt, startedAt: startedAt,
            answeredAt: answeredAt)
    }
}

/// When the next test call is due.
struct SelfTestPlan: Equatable, Sendable {
    /// A kiosk that keeps restarting must not keep calling.
    static let afterStart: Duration = .seconds(600)
    var notBefore = Moment(milliseconds: 0)
    /// The day of the last one, in days since 1970 at the booth.
    var lastDay: Int64?
    /// A repetition after a failure, or one that a technician asked for.
    var extraAt: Moment?

    /// The minute of the day for one booth of a fleet: the same every day, spread over the booths.
    static func minute(_ settings: SelfTestSettings, booth: String) -> Int {
        let place = FNV1a(booth.utf8).value % UInt64(max(0, settings.jitterMinutes) + 1)
        return (settings.minuteOfDay + Int(place)) % 1440
    }
}

extension Turn {
    /// Plans the test call after a start.
    mutating func planSelfTest() {
        state.selfTestPlan.notBefore = now + SelfTestPlan.afterStart
        forgetSelfTest()
    }

    /// Clears the fault of a test call that the configuration no longer asks for: nothing else would ever clear it.
    mutating func forgetSelfTest() {
        if testNumber == nil { setFault(.selfTest, false) }
    }

    private var testNumber: String? {
        let telephony = context.settings.telephony
        guard let number = telephony.selfTest?.number, !telephony.isEmergencyNumber(number) else { return nil }
        return number
    }

    private var today: Int64? {
        context.wall.map { ($0.unixMilliseconds + Int64($0.utcOffsetSeconds) * 1000) / 86_400_000 }
    }

    mutating func checkSelfTest() {
        guard let settings = context.settings.telephony.selfTest else { return }
        if let extra = state.selfTestPlan.extraAt {
            if now >= extra { startSelfTest() }
            return
        }
        guard now >= state.selfTestPlan.notBefore, let today, let civil = context.wall?.civil,
            state.selfTestPlan.lastDay != today
        else { return }
        let minute = SelfTestPlan.minute(settings, booth: context.settings.booth.number)
        if civil.hour * 60 + civil.minute >= minute { startSelfTest() }
    }

    /// Starts the test call now, or as soon as nobody uses the booth.
    mutating func startSelfTest() {
        let trunks = context.settings.telephony.usableTrunks.map(\.id)
        guard let number = testNumber, let first = trunks.first else { return state.selfTestPlan.extraAt = nil }
        guard state.selfTest == nil else { return }
        guard state.session == nil, state.call == nil, state.incoming == nil, state.restored == nil,
            state.health.routes.agentConnected, state.callBack.map({ now >= $0.until }) ?? true
        else { return state.selfTestPlan.extraAt = now }
        state.selfTestPlan.extraAt = nil
        let handle = makeHandle()
        let startedAt = now
        state.selfTest = SelfTest(
            trunk: first, number: number, remaining: Array(trunks.dropFirst()), handle: handle, startedAt: startedAt)
        dialSelfTest()
    }

    private mutating func dialSelfTest() {
        guard let test = state.selfTest else { return }
        emit(.dial(test.handle, DialTarget(trunk: test.trunk, number: test.number, callClass: .test)))
        start(.selfTest, after: timings.selfTestAnswer)
        keepJournal()
    }

    mutating func takeSelfTestFact(_ fact: CallFact) {
        guard let test = state.selfTest else { return }
        switch fact {
        case .established where test.phase == .calling:
            let answeredAt = now
            state.selfTest?.phase = .holding
            state.selfTest?.answeredAt = answeredAt
            start(.selfTest, after: timings.selfTestHold)
        case .closed(let reason): selfTestClosed(test, test.phase == .settling ? .unreachable : reason)
        default: break
        }
    }

    mutating func selfTestTimedOut() {
        guard let test = state.selfTest else { return }
        if test.phase == .settling { return selfTestClosed(test, .unreachable) }
        if test.phase == .calling { state.health.routes.restingUntil[test.trunk] = now + timings.ghostRest }
        state.selfTest?.phase = .settling
        emit(.hangUp(test.handle))
        start(.selfTest, after: timings.hangUpSettle)
    }

    private mutating func selfTestClosed(_ test: SelfTest, _ reason: CloseReason) {
        cancel(.selfTest)
        let outcome: CallOutcome = test.answeredAt != nil ? .answered : reason.outcome
        let ring = (test.answeredAt ?? now) - test.startedAt
        record(.selfTest(SelfTestRecord(route: test.trunk, outcome: outcome, sipStatus: reason.sipStatus, ring: ring)))
        if outcome != .answered {
            state.selfTest?.failed = true
            setFault(.selfTest, true)
        }
        guard var next = state.selfTest, let trunk = next.remaining.first else { return finishSelfTest() }
        let handle = makeHandle()
        next.remaining.removeFirst()
        next.trunk = trunk
        next.handle = handle
        next.phase = .calling
        next.startedAt = now
        next.answeredAt = nil
        state.selfTest = next
        dialSelfTest()
    }

    private mutating func finishSelfTest() {
        let failed = state.selfTest?.failed == true
        state.selfTest = nil
        state.selfTestPlan.lastDay = today
        if failed { state.selfTestPlan.extraAt = now + timings.selfTestRetry } else { setFault(.selfTest, false) }
        keepJournal()
    }

    /// Stops the test call, so that the line is free for whoever needs it. The test is made later.
    mutating func stopSelfTest() {
        guard let test = state.selfTest else { return }
        cancel(.selfTest)
        emit(.hangUp(test.handle))
        state.selfTest = nil
        state.selfTestPlan.extraAt = now + SelfTestPlan.afterStart
        keepJournal()
    }
}
