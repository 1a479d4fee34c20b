import Supervision
import Testing

/// When a program may say that it is alive.
@Suite struct LifeProofTests {
    /// Somebody who has something to prove.
    private final class Booth {
        private var proof = LifeProof()
        var missing: Set<LifeProof.Witness> { proof.missing }
        func ask(_ asked: Set<LifeProof.Witness>, refused: Set<LifeProof.Witness>) {
            proof.ask(asked, refused: refused)
        }
        func hear(_ witness: LifeProof.Witness) { proof.hear(witness) }
        func conclude(waitsForStrangers: Bool = false) -> Bool { proof.conclude(waitsForStrangers: waitsForStrangers) }
    }

    private let both: Set<LifeProof.Witness> = [.terminal, .compositor]

    @Test("A round is proven once, when the last witness has answered")
    func once() {
        let proof = Booth()
        proof.ask(both, refused: [])
        #expect(!proof.conclude(waitsForStrangers: true))
        proof.hear(.terminal)
        #expect(!proof.conclude(waitsForStrangers: true))
        proof.hear(.compositor)
        #expect(proof.conclude(waitsForStrangers: true))
        #expect(!proof.conclude(waitsForStrangers: true))
        proof.hear(.terminal)
        #expect(!proof.conclude())
    }

    @Test("Whoever has answered once must answer in every round", arguments: LifeProof.Witness.allCases)
    func silence(witness: LifeProof.Witness) {
        let proof = Booth()
        proof.ask(both, refused: [])
        for one in both { proof.hear(one) }
        #expect(proof.conclude())
        for _ in 0..<3 {
            proof.ask(both, refused: [])
            for one in both where one != witness { proof.hear(one) }
            #expect(!proof.conclude())
            #expect(proof.missing == [witness])
        }
        proof.hear(witness)
        #expect(proof.conclude(), "an answer that comes late proves what is so now")
        #expect(proof.missing.isEmpty)
    }

    @Test("A terminal that has never answered is asked and not needed")
    func stranger() {
        let proof = Booth()
        for _ in 0..<3 {
            proof.ask([.terminal], refused: [])
            #expect(!proof.conclude(waitsForStrangers: true))
            #expect(proof.missing.isEmpty)
            #expect(proof.conclude())
        }
    }

    @Test("A terminal that takes nothing proves nothing, whether or not it ever answered")
    func refusal() {
        let proof = Booth()
        proof.ask([], refused: [.terminal])
        #expect(!proof.conclude())
        proof.ask([.terminal], refused: [])
        proof.hear(.terminal)
        #expect(proof.conclude())
        proof.ask([], refused: [.terminal])
        proof.hear(.terminal)
        #expect(!proof.conclude(), "the answer to a former question")
    }

    @Test("A compositor that was never heard of may be absent; one that was may not go")
    func compositor() {
        let proof = Booth()
        proof.ask([.terminal], refused: [.compositor])
        proof.hear(.terminal)
        #expect(proof.conclude())
        proof.ask(both, refused: [])
        for one in both { proof.hear(one) }
        #expect(proof.conclude())
        proof.ask([.terminal], refused: [.compositor])
        proof.hear(.terminal)
        #expect(!proof.conclude())
        #expect(proof.missing == [.compositor])
    }

    @Test("Nothing is proven before anybody was asked")
    func beginning() {
        let proof = Booth()
        proof.hear(.terminal)
        #expect(!proof.conclude())
    }
}
