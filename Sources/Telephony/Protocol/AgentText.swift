import KioskCore

/// Parsers for the texts that the agent prints for people. Its protocol offers nothing better.
enum AgentText {
    /// A line of `reginfo`: an account and whether it is registered; nil if it does not register or has not tried yet.
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
        /// The number by which the agent's `line` command selects it.
        var line = 0
    }

    /// Reads `listcalls`, such as `> [line 1]  0:00:08    ESTABLISHED    sip:120@127.0.0.1:5062;transport=udp`.
    static func calls(in text: String) -> [Call] {
        words(text).compactMap { words in
            // Only the agent's own columns count. The last one is the far side's name for itself, which must not be
            // taken for the others.
            let words = words.first == ">" ? Array(words.dropFirst()) : words
            guard words.count >= 5, words[0] == "[line", words[1].hasSuffix("]"), isURI(words[4]),
                let line = Int(words[1].dropLast())
            else { return nil }
            let uri = words[4]
            let progress = progresses[words[3]]
            // An unknown word must not hide a call. An established call is the kind that is most reliably left alone.
            return Call(number: SIPAddress.number(inURI: uri), progress: progress ?? .established, line: line)
        }
    }

    /// Reads `sipstat`: the agent's INVITE client transactions by their branch, such as
    /// `  INVITE     PROCEEDING  0s (z9hG4bK2091346169660339)`, and whether the peer has answered provisionally.
    static func invites(in text: String) -> [String: Bool] {
        var invites: [String: Bool] = [:]
        for words in words(text) where words.first == "INVITE" && words.count >= 4 {
            invites[words[3]] = words[1] == "PROCEEDING"
        }
        return invites
    }

    /// Reads `callstat` of the selected call: the agent's id of the call, from ` af=AF_INET id=f592f338a4024af0`. The
    /// last such line is the agent's own; the far side's name for itself is printed before it.
    static func callID(in text: String) -> String? {
        let lines = plain(text).split(whereSeparator: \.isNewline)
        guard let line = lines.last(where: { $0.hasPrefix(" af=AF_INET") && $0.contains(" id=") }),
            let id = line.split(separator: " ").last(where: { $0.hasPrefix("id=") })?.dropFirst(3), !id.isEmpty
        else { return nil }
        return String(id.prefix(128))
    }

    /// Reads `audio_debug`: the packets of sound received, such as `IP=127.0.0.1:35613 psent=0 rcvd=47`; nil if the
    /// agent does not count them.
    static func packets(in text: String) -> Int? {
        guard text.contains("RTCP Session") else { return nil }
        return words(text).joined().reduce(0) { sum, word in
            guard word.hasPrefix("rcvd="), let count = Int(word.dropFirst(5).prefix(12)) else { return sum }
            return sum + count
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
