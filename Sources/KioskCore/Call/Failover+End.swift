import Reporting
import Vocabulary

/// What follows the end of an attempt.
extension Failover {
    mutating func closed(_ reason: CloseReason, _ world: Surroundings) -> [Decision] {
        deadline = nil
        isAnothers = false
        if isIncoming, firstAnswerAt == nil { return finish(.farSide, .noAnswer) }
        if isEmergency { return emergencyClosed(reason, world) }
        if isAnswered { return finish(reason == .remote || reason.sipStatus != nil ? .farSide : .network, .answered) }
        // The booth gave the attempt up. A subscriber who did not answer will not answer over another trunk either; if
        // nothing was heard from the trunk at all, another one may help.
        let hasSounded = hasRung || stage == .earlyMedia
        let reason: CloseReason = settling ? (hasSounded ? .refused(480) : .unreachable) : reason
        let tryNext =
            callClass == .assistance
            ? ![.local, .agentLost].contains(reason) : reason.isWorthAnotherRoute
        // At its end the plan stays where it is, because the record describes the last attempt.
        if tryNext, !plan.isLast, plan.advance() { return attempt(world) }
        return finish(.network, reason.outcome, status: reason.sipStatus)
    }

    mutating func emergencyClosed(_ reason: CloseReason, _ world: Surroundings) -> [Decision] {
        let settled = settling
        settling = false
        if isTalkingToCaller {
            isTalkingToCaller = false
            return [.callerGone] + wait(.seconds(1), world)
        }
        // A second leg is only one more attempt, since the first is still there.
        if isAnswered, held == nil {
            // A call that the far side closes after the answer has had its outcome. Any other answered call was lost.
            switch reason {
            case .remote, .refused: return finish(.farSide, .answered)
            case .agentLost, .local, .quota:
                reconnecting = true
                return [.lost] + wait(.seconds(1), world)
            case .mediaLost, .audio, .unreachable, .notLive:
                reconnecting = true
                losses += 1
                // Try once more over the same route. A route that loses every call is as bad as one that refuses.
                if losses <= 1 { return [.lost] + attempt(world) }
                if plan.advance() { return [.lost] + wait(.seconds(1), world) }
                plan.reorder(world.routes)
                return [.lost, .roundOver(plan.rounds)] + wait(world.timings.emergencyRoundPause, world)
            }
        }
        // Without the agent, or with somebody else's call in it, every route would fail at once.
        if reason == .agentLost || reason == .local && !settled { return wait(.seconds(1), world) }
        if plan.advance() { return attempt(world) }
        plan.reorder(world.routes)
        let pause = plan.rounds < 2 ? world.timings.emergencyRoundPause : world.timings.emergencyRetry
        return [.roundOver(plan.rounds)] + wait(pause, world)
    }
}
