import BoothDriver
import Synchronization

/// The beginning of a line on the screen, in both languages of the tour, as regular expressions.
struct Words {
    let chinese: String
    let english: String

    init(_ chinese: String, _ english: String) {
        self.chinese = chinese
        self.english = english
    }
}

/// The resident of the tour: presses keys, looks for words in the chosen language, and shows each new screen.
final class Visitor {
    let booth: Booth
    var speaksEnglish = false
    private(set) var screens = 0

    init(_ booth: Booth) { self.booth = booth }

    /// Presses a key and waits for the screen that it must bring.
    func press(
        _ key: Booth.Key, _ what: String, _ expected: Words, after pause: Duration = Booth.Pause.menu,
        line: Int = #line
    ) async throws {
        try await booth.press(key, after: pause, brings: pattern(expected), line: line)
        try show("\(name(key))   \(what)")
    }

    func type(_ digits: String) async throws { try await booth.type(digits) }

    /// Waits for words on the screen and shows it.
    func see(
        _ heading: String, _ expected: Words, within limit: Duration = .seconds(60), line: Int = #line
    ) async throws {
        try await booth.see(pattern(expected), within: limit, line: line)
        try show(heading)
    }

    /// Waits until words are no longer on the screen.
    func gone(_ expected: Words) async throws { try await booth.gone(pattern(expected)) }

    /// From here on, waiting fails when a part of the demonstration has died or was replaced.
    func expectAllToLive() throws {
        let parts = try Booth.Part.allCases.map { ($0, try booth.pid(of: $0)) }
        let demonstration = booth.pid(of: "demo")
        booth.watch.withLock {
            $0 = { [booth] in
                try requireDemonstration(booth, demonstration)
                for (part, pid) in parts where (try? booth.pid(of: part)) != pid {
                    throw Failure("\(part) (process \(pid)) died; see \(booth.state)/\(part).log")
                }
            }
        }
    }

    private func show(_ heading: String) throws {
        screens += 1
        say("\n\(screens). \(speaksEnglish ? "English" : "中文")   \(heading)")
        say(try booth.picture())
    }

    private func pattern(_ words: Words) -> String {
        "^[ ▀-▟]*(?:\(speaksEnglish ? words.english : words.chinese))"
    }

    private func name(_ key: Booth.Key) -> String {
        switch key {
        case .character(let character): String(character)
        case .sos: "SOS"
        case .language: "language"
        case .handsetLifted, .handsetReplaced: "\(key)"
        }
    }
}

/// Throws if the demonstration has ended.
private func requireDemonstration(_ booth: Booth, _ pid: Int32?) throws {
    guard let pid, Processes.runs(pid) else { throw Failure("the demonstration ended by itself") }
}
