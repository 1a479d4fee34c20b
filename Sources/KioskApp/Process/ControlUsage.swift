/// The requests to the running kiosk, and their words. They are checked before a kiosk is looked for, so that a typing
/// error is not answered with "no kiosk runs".
enum ControlUsage {
    /// A request and the words after it. A word in lower case stands for itself.
    static let forms: [(command: String, words: [[String]])] = [
        ("status", [[]]), ("say", [["LANG", "KEY"]]), ("reload", [[]]), ("card", [["in"], ["out"]]),
        ("test-call", [[]]), ("idle", [[]]),
    ]

    /// All requests in one line.
    static let text = "status, say LANG KEY, reload, card in, card out, test-call, idle"

    /// What is wrong with a request; nil if nothing is.
    static func mistake(_ request: [String]) -> String? {
        guard let command = request.first else { return "say what: \(text)" }
        // `kiosk queue` sends this request and checks its own words.
        if command == "queue" { return nil }
        guard let form = forms.first(where: { $0.command == command }) else {
            return "there is no request '\(command)'; there are \(text)"
        }
        let words = Array(request.dropFirst())
        let fits = form.words.contains { expected in
            expected.count == words.count
                && zip(expected, words).allSatisfy { $0 == $1 || $0.first?.isUppercase == true && !$1.isEmpty }
        }
        if fits { return nil }
        let usage = form.words.map { ([command] + $0).joined(separator: " ") }.joined(separator: ", or ")
        return
            "'\(request.joined(separator: " "))': write \(usage)\(form.words == [[]] ? " and nothing behind it" : "")"
    }
}
