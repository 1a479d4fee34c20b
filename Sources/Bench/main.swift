import Foundation

// What `make bench` must measure in-process. `kiosk-bench FIGURES DIRECTORY` prints one figure a line, name value unit.
let sections: [String: (String) throws -> [Figure]] = ["queue": measureAppend]

guard CommandLine.arguments.count == 3, let measure = sections[CommandLine.arguments[1]] else {
    print("usage: kiosk-bench \(sections.keys.sorted().joined(separator: "|")) DIRECTORY")
    exit(64)
}
do {
    for figure in try measure(CommandLine.arguments[2]) { print(figure) }
} catch {
    FileHandle.standardError.write(Data("kiosk-bench: \(error)\n".utf8))
    exit(1)
}
