import KioskCore

/// Readers of the texts that the agent prints for people, for want of anything better in its protocol.
enum AgentText {
    /// A line of `reginfo`: an account and whether it is registered; nil when it does not register or has not yet tried.
    struct Registration: Equatable {
        var addressOfRecord: String
        var registered: Bool?
    }

    /// Reads `reginfo`, such as `> sip:booth@127.0.0.1:5081    \u{1B}[32mOK \u{1B}[;m  Expires 60s`.
    static func registrations(in text: String) -> [Registration] {
        words(text).compactMap { words in
            guard let index = words.firstIndex(where: isURI) else { return nil }
            let states: [Bool?] = words[(index + 1)...].compactMap { ["OK": true, "ERR": false][$0] }
            return Registration(addressOfRecord: words[index], registered: states.first ?? nil)
        }
    }

    /// A line of `listcalls`: a call of the selected account.
    struct Call: Equatable {
        var number: String
        var progress: FoundCall.Progress
    }

    /// Reads `listcalls`, such as `> [line 1]  0:00:08    ESTABLISHED    sip:120@127.0.0.1:5062;transport=udp`.
    static func calls(in text: String) -> [Call] {
        words(text).compactMap { words in
            guard words.contains("[line"), let uri = words.last(where: isURI) else { return nil }
            let progress = words.compactMap { progresses[$0] }.first
            // An unknown word must not hide a call: an established one is the kind that is left alone the most.
            return Call(number: SIPAddress.number(inURI: uri), progress: progress ?? .established)
        }
    }

    private static let progresses: [String: FoundCall.Progress] = [
        "IDLE": .dialled, "OUTGOING": .dialled, "RINGING": .ringing, "EARLY": .earlyMedia,
        "INCOMING": .incoming, "ESTABLISHED": .established,
    ]

    private static func isURI(_ word: String) -> Bool { word.hasPrefix("sip:") || word.hasPrefix("sips:") }

    private static func words(_ text: String) -> [[String]] {
        plain(text).split(whereSeparator: \.isNewline).map { $0.split(separator: " ").map(String.init) }
    }

    /// The text without its ANSI escape sequences (ECMA-48 control sequences).
    static func plain(_ text: String) -> String {
        var result = ""
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            guard scalar == "\u{1B}", rest.first == "[" else {
                result.unicodeScalars.append(scalar)
                continue
            }
            rest.removeFirst()
            while let next = rest.popFirst(), !("\u{40}"..."\u{7E}").contains(next) {}
        }
        return result
    }
}
