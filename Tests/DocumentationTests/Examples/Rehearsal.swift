import BoothConfiguration
import KioskCore  // not shown
import Rehearsal
import Screens
import Testing
import Vocabulary

extension Examples {
    @Test func rehearsal() throws {
        let configuration = Self.configuration
        // shown in Sources/Rehearsal/Rehearsal.docc/Rehearsal.md
        let booth = ConfigurationStore(directory: configuration).load()
        let size = Size(columns: 45, rows: 34)
        var rehearsal = Rehearsal(catalogue: booth.catalogue, settings: booth.settings, language: .english)

        // A taxi, ordered; the dispatcher assigns one.
        try rehearsal.play("1#o", on: size)

        let frame = rehearsal.frame(size)
        let text = (0..<size.rows).map { row in
            (0..<size.columns).map { frame[$0, row]?.text ?? "" }.joined()
        }.joined(separator: "\n")
        // end
        #expect(rehearsal.state.screen.kind == .request)
        #expect(text.contains("D5638"))
    }
}
