import Vocabulary

/// A line that should speak and does not: before the answer, and after it.
extension Failover {
    /// The limit of early media in an emergency: 120 s after the INVITE whatever the line says, since "all lines are busy" is
    /// shorter or repeats itself, and 10 s where no sound comes or the trunk's peer does not answer SIP OPTIONS.
    mutating func boundEarlyMedia(_ world: Surroundings) {
        guard isEmergency, stage == .earlyMedia, !settling else { return }
        let whole = (dialledAt ?? world.now) + world.timings.earlyMedia
        let isDead = plan.current.map { world.routes.answers[$0.target.trunk] == false } ?? false
        silentSince = isDead || !hears ? silentSince ?? world.now : nil
        deadline = silentSince.map { min(whole, $0 + world.timings.noSound) } ?? whole
    }

    /// Sound arrives in the present leg, or no longer.
    mutating func hear(_ arrives: Bool, _ world: Surroundings) -> [Decision] {
        hears = arrives
        if arrives { hasHeard = true }
        guard isAnswered else {
            boundEarlyMedia(world)
            return []
        }
        guard arrives else {
            // Silent after it was heard: a hold, or a peer that died. It is said; the agent ends the call if it stays so.
            deadline = world.now + world.timings.noSound
            return []
        }
        deadline = nil
        guard nothingHeard else { return release() }
        nothingHeard = false
        return [.heard] + release()
    }

    /// The present leg is heard, so that the one that was kept in its stead is no longer needed.
    mutating func release() -> [Decision] {
        guard held != nil else { return [] }
        held = nil
        nothingHeard = false
        return [.release]
    }

    /// The limit of silence after an answer is reached. First it is said; then, in an emergency in which nothing was ever
    /// heard, another leg is dialled over the next route while this one stays: they may hear the resident.
    mutating func judgeSilence(_ world: Surroundings) -> [Decision] {
        deadline = nil
        guard !hears, case .connected(let since) = stage else { return [] }
        if held != nil || isTalkingToCaller {
            guard held != nil else { return [] }
            // As silent as the first: over the next route.
            settling = true
            deadline = world.now + world.timings.hangUpSettle
            return [.hangUp]
        }
        let first: [Decision] = nothingHeard ? [] : [.nothingHeard]
        nothingHeard = true
        guard isEmergency, !hasHeard, hasSecondLeg, plan.hasOtherRoutes else { return first }
        let due = (silentSince ?? since) + world.timings.secondLeg
        guard world.now >= due else {
            deadline = due
            return first
        }
        held = Held(attempt: lastAttempt ?? plan.current, since: since)
        // Round and round, but never over the route of the leg that is kept.
        if !plan.advance() { plan.reorder(world.routes) }
        return first + [.hold] + attempt(world)
    }

    /// Something about the leg that is kept.
    mutating func takeHeld(_ fact: CallFact, _ world: Surroundings) -> [Decision] {
        guard let held else { return [] }
        switch fact {
        case .closed:
            self.held = nil
            if !isAnswered { nothingHeard = false }
            return []
        case .sound(true):
            (hears, hasHeard, nothingHeard) = (true, true, false)
            return goBackTo(held) + [.heard]
        default: return []
        }
    }

    /// The leg that was kept is the present one again.
    mutating func goBackTo(_ held: Held) -> [Decision] {
        stage = .connected(since: held.since)
        if let attempt = held.attempt {
            lastAttempt = attempt
            plan.move(to: attempt.target.trunk, attempt.service, number: attempt.target.number)
        }
        (self.held, settling, deadline) = (nil, false, nil)
        return [.takeBack]
    }
}
