import Basics
import AdapterTestSupport
import KioskTestSupport
import Testing

@testable import KioskCore
@testable import Reporting
@testable import Vocabulary

/// A former run's calls and orders with impossible numbers. The core starts with them and goes on.
@Suite struct RestoredExtremesTests {
    private static let times: [Int64] = [.min, .min + 1, -1, 0, 1, 999_999, 1_000_000, 1_000_001, .max - 1, .max]

    @Test func `moments stop at the ends of time`() {
        let (first, last) = (Moment(milliseconds: .min), Moment(milliseconds: .max))
        #expect(last + .seconds(1) == last)
        #expect(first - .seconds(1) == first)
        #expect(last - first == .milliseconds(Int64.max))
        #expect(first - last == .milliseconds(Int64.min))
        #expect((last - .seconds(1)) + .seconds(2) == last)
        #expect(Duration.seconds(Int64.max).wholeMilliseconds == .max)
        #expect(Duration.seconds(Int64.min).wholeMilliseconds == .min)
        #expect(Duration.milliseconds(Int64.max).wholeMilliseconds == .max)
        #expect(Duration.milliseconds(Int64.max).secondsRoundedUp == Int(Int64.max / 1000))
        #expect(Duration.milliseconds(-1500).wholeMilliseconds == -1500)
    }

    @Test(arguments: EmergencyService.allCases)
    func `the name of an emergency service is stronger than any class`(_ service: EmergencyService) {
        let now = Moment(milliseconds: 1_000)
        for callClass in CallClass.allCases {
            for (emergency, name) in [(service, nil), (nil, service.service)] as [(EmergencyService?, ServiceID?)] {
                let live = CallJournal.Live(
                    callClass: callClass, emergency: emergency, service: name, trunk: TrunkID(rawValue: "first"),
                    pressedAt: now, startedAt: now, endsAt: now)
                let bounded = CallJournal(live: live).bounded(from: now, now: now, to: now).live
                #expect(bounded?.callClass == .emergency)
                #expect(bounded?.endsAt == nil)
            }
        }
    }

    @Test(arguments: 1...60 as ClosedRange<UInt64>)
    func `no number ends the booth`(seed: UInt64) {
        var random = SplitMix(seed: seed)
        func moment() -> Moment { Moment(milliseconds: Self.times.randomElement(using: &random) ?? 0) }
        func perhaps<Value>(_ value: Value) -> Value? { Bool.random(using: &random) ? value : nil }
        func one<Value>(_ values: [Value]) -> Value { values[Int.random(in: 0..<values.count, using: &random)] }
        for round in 0..<20 {
            let live = CallJournal.Live(
                callClass: one(CallClass.allCases), emergency: perhaps(one(EmergencyService.allCases)),
                origin: perhaps(one(EmergencyOrigin.allCases)),
                service: one([nil, .helpCentre, .hotline, EmergencyService.fire.service, ServiceID(rawValue: "?")]),
                direction: one([.incoming, .outgoing]), trunk: TrunkID(rawValue: one(["first", "second", "", "gone"])),
                pressedAt: moment(), startedAt: moment(), answeredAt: perhaps(moment()),
                isLost: Bool.random(using: &random), endsAt: perhaps(moment()), attempts: one([.min, -1, 0, 1, .max]))
            let orders = (0..<Int.random(in: 0...2, using: &random)).map { _ in
                RestoredOrder(
                    handle: RequestHandle(one([.min, -1, 0, 1, .max])),
                    order: RequestOrder(
                        function: FunctionID(rawValue: one(["taxi", "gone"])), kind: "taxi", language: .chinese),
                    orderedAt: moment(),
                    answer: perhaps(
                        RequestAnswer(
                            phase: one(RequestPhase.allCases),
                            assignment: Assignment(plate: "沪A", arrivesAt: one(Self.times)))),
                    contactPending: Bool.random(using: &random), isCancelling: Bool.random(using: &random))
            }
            let callBack = perhaps(CallBack(service: perhaps(.police), until: moment()))
            let resident = Resident(
                restored: Restored(
                    afterCrash: true, calls: CallJournal(live: perhaps(live), callBack: callBack), orders: orders))
            if Bool.random(using: &random) {
                resident.perform(
                    .found([FoundCall(trunk: live.trunk, number: "110", progress: .established, isExplained: true)]))
            } else if Bool.random(using: &random) {
                resident.perform(.found([]))
            }
            resident.perform(.agent(.connected))
            resident.press(1, 1).press(.star)
            for _ in 0..<60 {
                resident.wait(.seconds(60))
                #expect(resident.state.timeToNextTick > .zero, "seed \(seed), round \(round)")
            }
        }
    }
}
