import Foundation

// What `make bench` must measure or prepare in-process. Each command prints figures, one per line: name, value, unit.
//   kiosk-bench queue DIRECTORY         appends, against SQLite's C interface
//   kiosk-bench fill DIRECTORY COUNT    a queue of this many events, no figures
//   kiosk-bench memory DIRECTORY URL    a process that holds that queue and uploads from it to a platform
//   kiosk-bench drain DIRECTORY URL     the same until the queue is empty
//   kiosk-bench screens CONFIG          drawing the pages of a configuration
//   kiosk-bench voice PROMPTS DEVICE S  S seconds of speech through an ALSA device
//   kiosk-bench life DIRECTORY          from a file to information: places and a calendar
//   kiosk-bench damaged FIXTURES DIR    reading each sample of the tests with one damaged element
//   kiosk-bench booth ...               a booth that only calls; scripts/bench.d/calls.py presses and watches it
let arguments = Array(CommandLine.arguments.dropFirst())
do {
    let figures: [Figure]
    switch (arguments.first, arguments.count) {
    case ("queue", 2): figures = try measureAppend(directory: arguments[1])
    case ("fill", 3): figures = try fillQueue(directory: arguments[1], count: Int(arguments[2]) ?? 0)
    case ("memory", 3): figures = try measureMemory(directory: arguments[1], url: arguments[2])
    case ("drain", 3): figures = try measureDrain(directory: arguments[1], url: arguments[2])
    case ("screens", 2): figures = try measureScreens(configuration: arguments[1])
    case ("voice", 4):
        figures = try measureVoice(prompts: arguments[1], device: arguments[2], seconds: Double(arguments[3]) ?? 20)
    case ("life", 2): figures = try measureLife(directory: arguments[1])
    case ("damaged", 3): figures = try measureDamaged(fixtures: arguments[1], directory: arguments[2])
    case ("booth", 2...):
        let house = try CallHouse(Array(arguments.dropFirst()))
        try house.furnish()
        let booth = try CallBooth(house)
        booth.start()
        dispatchMain()
    default:
        throw BenchFailure(
            description: "usage: kiosk-bench queue DIR | fill DIR COUNT | memory DIR URL | drain DIR URL | "
                + "screens CONFIG | voice PROMPTS DEVICE SECONDS | life DIR | damaged FIXTURES DIR | booth")
    }
    for figure in figures { print(figure) }
} catch {
    FileHandle.standardError.write(Data("kiosk-bench: \(error)\n".utf8))
    exit(1)
}
