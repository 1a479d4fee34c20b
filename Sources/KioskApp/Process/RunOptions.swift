import ArgumentParser

/// Options that only a demonstration or a test changes.
struct RunOptions: ParsableArguments {
    @Option(help: "A file laid over booth.yaml.")
    var overlay: String?

    @Option(help: .hidden)
    var microphone: String?

    @Flag(help: "Ctrl-C ends the program. Not for a booth.")
    var interruptible = false
}
