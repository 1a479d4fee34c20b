import Spawn
import Testing

extension Examples {
    @Test func spawn() throws {
        // shown in Sources/Spawn/Spawn.docc/Spawn.md
        // To its end, with what it wrote.
        let greeting = try Child.run(["echo", "hello"])

        // Beside this program, until it is told to stop.
        let sleeper = try Child(["sleep", "3600"], input: .nothing, output: .nothing)
        let isRunning = sleeper.end == nil
        sleeper.stop()
        // end
        #expect(greeting.end == .exited(0) && greeting.output == "hello\n")
        #expect(isRunning)
        #expect(sleeper.end == .killed(15))
    }
}
