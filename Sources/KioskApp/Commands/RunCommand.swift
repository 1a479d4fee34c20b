import ArgumentParser
import Dispatch
import Foundation
import Glibc
import Serial
import Terminal

/// `kiosk run`: runs the booth full-screen in this terminal.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run the booth, full-screen in this terminal.",
        discussion: "Ends with 0 when asked to stop, 75 if another kiosk runs, 69 if there is no usable terminal.")

    @OptionGroup var locations: Locations
    @OptionGroup var options: RunOptions

    func run() throws {
        // A peer that goes away must cause a write error, not end the booth.
        signal(SIGPIPE, SIG_IGN)
        forbidCoreDumps()
        let (locations, options) = (locations, options)
        Main.run { KioskProcess.launch(locations, options) }
        dispatchMain()
    }
}
