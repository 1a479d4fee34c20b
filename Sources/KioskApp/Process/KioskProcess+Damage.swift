import Vocabulary
import KioskRuntime
import KioskCore
import Foundation

/// Handles files that this program wrote and found damaged when it read them back at its start. Each is renamed and
/// reported in kiosk.log. The fault lasts as long as such a file is there.
extension KioskProcess {
    /// The parts of names by which broken databases of the queue and other damaged files are recognised.
    private static let marks = [".damaged", ".broken-"]

    /// Notes that something was damaged. If no file of it is left, the fault lasts until the next start.
    func noteDamage() {
        if !isDamageKept { hasFoundDamage = true }
        checkDamage()
    }

    /// Raises or clears the fault, depending on the files in this program's directories.
    func checkDamage() { runtime.send(.fault(.damagedState, raised: hasFoundDamage || isDamageKept)) }

    private var isDamageKept: Bool {
        [locations.state, locations.state + "/life", locations.runtime].contains { directory in
            let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
            return names.contains { name in Self.marks.contains { name.contains($0) } }
        }
    }
}
