import Foundation

extension BrokenConfiguration {
    /// Mistakes with functions on another function's page, and files that others can read or change.
    static let pages: [BrokenConfiguration] = [
        .init(
            "a key and a page", "functions.yaml", "  - id: person\n    key: 0\n",
            "  - id: person\n    key: 0\n    page: taxi\n",
            prints: "functions.yaml:13:5: error: function 'person' has both 'key' and 'page'; keep key for a key of "
                + "its own, or page to stand on another function's page"),
        .init(
            "a page that nobody has", guest(page: "infromation") + information,
            prints: "functions.yaml:26:11: error: there is no function 'infromation' for 'help' to stand on; did you "
                + "mean 'information'?"),
        .init(
            "a page of a function that lists nothing", guest(page: "taxi") + information,
            prints: "functions.yaml:26:11: error: 'taxi' has no page for 'help' to stand on; possible here: "
                + "information"),
        .init(
            "a page where no function has one", guest(page: "taxi"),
            prints: "functions.yaml:26:11: error: 'taxi' has no page for 'help' to stand on; a page belongs to a "
                + "function on a key that begins with information or choice"),
        .init(
            "a page of a function that is hidden", guest(page: "information") + information + "    hidden: true\n",
            prints: "functions.yaml:26:11: warning: nobody can reach function 'help': 'information' is hidden; show "
                + "that function, or give this one a key"),
        .init(
            "a page on a page", guest(page: "other") + guest("other", page: "information") + information,
            prints: "functions.yaml:26:11: error: 'other' has no page for 'help' to stand on; possible here: "
                + "information"),
        .init(
            "an emergency on a page",
            guest(page: "information", steps: "[{ emergency: fire }]") + information,
            prints: "functions.yaml:26:11: error: the emergency function 'help' stands on a page; give it its key: an "
                + "emergency is one key away"),
        .init(
            "more on a page than keys",
            (0..<9).map { guest("help-\("abcdefghi".map(String.init)[$0])", page: "information") }.joined()
                + information,
            prints: "functions.yaml:82:11: error: the page of 'information' has 10 options, the keys are 1 to 9; let "
                + "function 'help-i' stand on another page"),
        .init(
            "a step behind a page that ends the function",
            guest(page: "information", steps: "[places, rating]") + information,
            prints: "functions.yaml:31:21: warning: nobody gets to step 'rating' of function 'help': 'places' is left "
                + "with * only; put it before, or delete it"),
        .init(
            "a number for nobody", guest(page: "information", steps: "[number, rating]") + information,
            prints: "functions.yaml:31:13: warning: nobody gets the number that function 'help' asks for; put a step "
                + "after it that uses it: call or request"),
        .init(
            "a choice for nobody",
            guest(page: "information", steps: "[{ choice: { id: a, title: *T, options: [{ id: b, label: *T }] } }]")
                .replacingOccurrences(of: "*T", with: "{ zh-Hans: 字, en: Word }") + information,
            prints: "functions.yaml:31:13: warning: nobody gets the answer to the choice of function 'help'; put the "
                + "step request after it"),
        .init(
            "a page's function without a spoken name",
            prints: "functions.yaml:25:9: error: there is no sentence 'function.help.name' in "
                + "languages/zh-Hans.yaml; add the line '  function.help.name: …' under prompts in "
                + "languages/zh-Hans.yaml and languages/en.yaml, and record it"
        ) { fixture in
            try fixture.append(guest(page: "information") + information, to: "functions.yaml")
            try fixture.say(["function.help", "function.information"])
        },
        .init(
            "a token that others can read",
            prints: "booth.yaml:16:15: warning: others can read or change PATH/platform-token (mode 644); run chmod "
                + "600 PATH/platform-token"
        ) { fixture in try fixture.write(Data("secret".utf8), to: "platform-token", mode: 0o644) },
        .init("a token for its owner alone") { fixture in
            try fixture.write(Data("secret".utf8), to: "platform-token", mode: 0o600)
        },
        .init(
            "a password that others can read",
            prints: "booth.yaml:8:76: warning: others can read or change PATH/trunk-password (mode 640); run chmod "
                + "600 PATH/trunk-password"
        ) { fixture in
            try fixture.edit("booth.yaml", "user: booth }", "user: booth, password_file: trunk-password }")
            try fixture.write(Data("secret".utf8), to: "trunk-password", mode: 0o640)
        },
        .init(
            "a configuration that anybody can change",
            prints: "booth.yaml:1:1: warning: anybody on this machine can change this file (mode 666); run chmod o-w "
                + "PATH/booth.yaml",
            "languages/en.yaml:1:1: warning: anybody on this machine can change this file (mode 646); run chmod o-w "
                + "PATH/languages/en.yaml"
        ) { fixture in
            try fixture.permit("booth.yaml", 0o666)
            try fixture.permit("languages/en.yaml", 0o646)
        },
    ]

    /// Functions added at the end, with every sentence that they need.
    private init(_ description: String, _ functions: String, prints printed: String...) {
        self.init(description, prints: printed) { fixture in
            try fixture.append(functions, to: "functions.yaml")
            let ids = functions.split(separator: "\n").compactMap { line in
                line.hasPrefix("  - id: ") ? String(line.dropFirst(8)) : nil
            }
            try fixture.say(ids.flatMap { ["function.\($0)", "function.\($0).name"] })
        }
    }

    /// A function in seven lines.
    private static func guest(
        _ id: String = "help", page: String, steps: String = "[places]"
    ) -> String {
        """
          - id: \(id)
            page: \(page)
            category: services
            official: services
            label: { zh-Hans: 家政, en: Help }
            short: { zh-Hans: 家政, en: Help }
            steps: \(steps)

        """
    }

    /// One topic on key 8.
    private static let information = """
          - id: information
            key: 8
            category: information
            official: information
            label: { zh-Hans: 天气, en: Weather }
            steps: [{ information: [weather] }]

        """
}

extension Fixture {
    /// Adds lines at the end of a file.
    func append(_ text: String, to file: String) throws {
        try write(String(contentsOfFile: "\(directory)/\(file)", encoding: .utf8) + text, to: file)
    }

    /// Adds sentences to both languages, on the line of those that are there.
    func say(_ keys: [String]) throws {
        for file in ["languages/zh-Hans.yaml", "languages/en.yaml"] {
            try edit(file, "prompts: { ", "prompts: { " + keys.map { "\($0): sentence, " }.joined())
        }
    }

    func write(_ bytes: Data, to file: String, mode: mode_t) throws {
        try write(bytes, to: file)
        try permit(file, mode)
    }

    func permit(_ file: String, _ mode: mode_t) throws {
        guard chmod("\(directory)/\(file)", mode) == 0 else { throw NotOnce(part: "mode of \(file)") }
    }
}
