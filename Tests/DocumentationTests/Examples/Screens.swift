import BoothConfiguration
import KioskCore
import Screens
import Testing
import Vocabulary

extension Examples {
    @Test func screens() {
        let configuration = Self.configuration
        // shown in Sources/Screens/Screens.docc/Screens.md
        let booth = ConfigurationStore(directory: configuration).load()
        let state = State(settings: booth.settings, now: Moment(milliseconds: 0))
        let size = Size(columns: 80, rows: 24)

        let frame = render(state, catalogue: booth.catalogue, settings: booth.settings, size: size)

        // What stands there, row by row.
        let rows = (0..<size.rows).map { row in
            (0..<size.columns).map { column in frame[column, row]?.text ?? "" }.joined()
        }
        // What a finger in the middle of the taxi's tile means.
        let tile = frame.regions.first { $0.key == .digit(1) }
        let key = tile.flatMap { frame.key(atColumn: $0.area.x, row: $0.area.y) }
        // end
        #expect(rows.joined(separator: "\n").contains("叫出租车"))
        #expect(key == .digit(1))
        #expect(frame.cuts.isEmpty)
    }
}
