import Supervision
import Testing

extension Examples {
    @Test func supervision() {
        // shown in Sources/Supervision/Supervision.docc/Supervision.md
        var proof = LifeProof()

        // The terminal is asked and answers: now it may be said.
        proof.ask([.terminal], refused: [])
        proof.hear(.terminal)
        let alive = proof.conclude()
        if alive { ServiceManager.say("WATCHDOG=1") }

        // In the next round it does not answer.
        proof.ask([.terminal], refused: [])
        let stillAlive = proof.conclude()
        // end
        #expect(alive)
        #expect(!stillAlive)
        #expect(proof.missing == [.terminal])
    }
}
