import Vocabulary
import KioskRuntime
import KioskCore
import Foundation

/// Files that this program wrote, reads back at its start and found damaged. Each is set aside under another name and told of
/// in kiosk.log; the fault stays for as long as one lies there.
extension KioskProcess {
    /// What the queue's broken databases and the other damaged files are called.
    private static let marks = [".damaged", ".broken-"]

    /// Something was damaged. Where no file is left of it, the fault stays until the next start.
    func noteDamage() {
        if !isDamageKept { hasFoundDamage = true }
        checkDamage()
    }

    /// Raises the fault or clears it, by what lies in the directories of this program.
    func checkDamage() { runtime.send(.fault(.damagedState, raised: hasFoundDamage || isDamageKept)) }

    private var isDamageKept: Bool {
        [locations.state, locations.state + "/life", locations.runtime].contains { directory in
            let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
            return names.contains { name in Self.marks.contains { name.contains($0) } }
        }
    }
}
