import Vocabulary

/// What is done about a line that should speak and does not, before the answer and after it.
extension Failover {
    /// Sets the limit of early media in an emergency. It is 120 s after the INVITE whatever the line says, since "all
    /// lines are busy" is shorter or repeats itself. It is 10 s if no sound arrives or the trunk's peer does not answer
    /// SIP OPTIONS.
    mutating func boundEarlyMedia(_ world: Surroundings) {
        guard isEmergency, stage == .earlyMedia, !settling else { return }
        let whole = (dialledAt ?? world.now) + world.timings.earlyMedia
        let isDead = plan.current.map { world.routes.answers[$0.target.trunk] == false } ?? false
        silentSince = isDead || !hears ? silentSince ?? world.now : nil
        deadline = silentSince.map { min(whole, $0 + world.timings.noSound) } ?? whole
    }

    /// Notes that sound arrives in the present leg, or no longer does.
    mutating func hear(_ arrives: Bool, _ world: Surroundings) -> [Decision] {
        hears = arrives
        if arrives { hasHeard = true }
        guard isAnswered else {
            boundEarlyMedia(world)
            return []
        }
        guard arrives else {
            // The line is silent after it was heard: a hold, or a peer that died. The booth says so; the agent ends the
            // call if it stays silent.
            deadline = world.now + world.timings.noSound
            return []
        }
        deadline = nil
        guard nothingHeard else { return release() }
        nothingHeard = false
        return [.heard] + release()
    }

    /// Releases the leg that was kept: the present one is heard, so the other is no longer needed.
    mutating func release() -> [Decision] {
        guard held != nil else { return [] }
        held = nil
        nothingHeard = false
        return [.release]
    }

    /// Decides what follows when the limit of silence after an answer is reached. First the booth says that nothing is
    /// heard. Then, in an emergency in which nothing was ever heard, it dials another leg over the next route. The
    /// silent leg stays, because the far side may hear the resident.
    mutating func judgeSilence(_ world: Surroundings) -> [Decision] {
        deadline = nil
        guard !hears, case .connected(let since) = stage else { return [] }
        if held != nil || isTalkingToCaller {
            guard held != nil else { return [] }
            // The second leg is as silent as the first: try the next route.
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
        // The plan goes round and round, but never over the route of the leg that is kept.
        if !plan.advance() { plan.reorder(world.routes) }
        return first + [.hold] + attempt(world)
    }

    /// Takes a fact about the leg that is kept.
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

    /// Makes the leg that was kept the present one again.
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
