extension BrokenConfiguration {
    /// Mistakes in `theme.yaml`.
    static let theme: [BrokenConfiguration] = [
        .theme(
            "an unknown role", "day:\n  titel: { text: \"#FFFFFF\", ground: \"#000000\" }",
            prints: "theme.yaml:2:3: error: unknown key 'titel' in 'day'; possible here: page, strong, quiet, "
                + "services, "
                + "emergency, information, plain_key, forward_key, notice, code"),
        .theme(
            "a role misspelt", "night:\n  emergancy: { text: \"#FFFFFF\", ground: \"#000000\" }",
            prints: "theme.yaml:2:3: error: unknown key 'emergancy' in 'night'; did you mean 'emergency'?"),
        .theme(
            "an unknown theme", "dusk:\n  page: { text: \"#FFFFFF\", ground: \"#000000\" }",
            prints: "theme.yaml:1:1: error: unknown key 'dusk' in theme.yaml; possible here: day, night, "
                + "high_contrast, "
                + "night_hours"),
        .theme(
            "a colour without quotes", "day:\n  page:\n    text: #FFFFFF\n    ground: \"#000000\"",
            prints: "theme.yaml:3:5: error: 'text' of 'page' of day is empty; write text: \"#FFFFFF\", in quotes"),
        .theme(
            "a colour by name", "day:\n  page: { text: white, ground: \"#000000\" }",
            prints: "theme.yaml:2:17: error: 'white' is no colour; write a number sign and six hexadecimal digits in "
                + "quotes, such as \"#FFFFFF\""),
        .theme(
            "a colour of three digits", "day:\n  quiet: { text: \"#CCC\", ground: \"#000000\" }",
            prints: "theme.yaml:2:18: error: '#CCC' is no colour; write a number sign and six hexadecimal digits in "
                + "quotes, such as \"#C4C9D4\""),
        .theme(
            "a digit that is none", "day:\n  quiet: { text: \"#CCCCC+\", ground: \"#000000\" }",
            prints: "theme.yaml:2:18: error: '#CCCCC+' is no colour; write a number sign and six hexadecimal digits in "
                + "quotes, such as \"#C4C9D4\""),
        .theme(
            "no ground", "high_contrast:\n  notice: { text: \"#000000\" }",
            prints: "theme.yaml:2:3: error: 'notice' of high_contrast has no 'ground'; add ground: \"#FFFF00\", in "
                + "quotes"
        ),
        .theme(
            "red on black", "day:\n  emergency: { text: \"#FF0000\", ground: \"#000000\" }",
            prints: "theme.yaml:2:3: error: 'emergency' of day has a contrast of 5.2:1 (#FF0000 on #000000), at "
                + "least 7:1 "
                + "is needed; set text and ground further apart in lightness, such as { text: \"#FFFFFF\", "
                + "ground: \"#A80000\" }"),
        .theme(
            "a contrast just below", "night:\n  page: { text: \"#949494\", ground: \"#000000\" }",
            prints: "theme.yaml:2:3: error: 'page' of night has a contrast of 6.9:1 (#949494 on #000000), at least "
                + "7:1 is "
                + "needed; set text and ground further apart in lightness, such as { text: \"#D8D8D8\", "
                + "ground: \"#000000\" }"),
        .theme(
            "a light page under headings made for a dark one",
            "day:\n  page: { text: \"#000000\", ground: \"#FFFFFF\" }",
            prints: "theme.yaml:1:1: error: in day, the text of 'quiet' has a contrast of 1.6:1 to the ground of "
                + "'page', "
                + "where it stands in headings; at least 7:1 is needed; set both roles, such as quiet: { text: "
                + "\"#C4C9D4\", ground: \"#000000\" }"),
        .theme(
            "a code that is light on dark", "day:\n  code: { text: \"#FFFFFF\", ground: \"#000000\" }",
            prints: "theme.yaml:1:1: error: 'code' of day is light on dark, which many telephones cannot read; "
                + "write dark "
                + "on light, such as code: { text: \"#000000\", ground: \"#FFFFFF\" }"),
        .theme(
            "a role that is a colour", "day:\n  page: \"#FFFFFF\"",
            prints: "theme.yaml:2:9: error: 'page' of day must be a group of keys, not a text; write 'key: value' "
                + "lines, "
                + "indented below it"),
        .theme(
            "a night beyond the clock", "night_hours: { from: 22, to: 24 }",
            prints: "theme.yaml:1:30: error: 'to' is a whole number from 0 to 23, not '24'; write to: 0 to 23"),
        .theme(
            "bold in words", "day:\n  page: { text: \"#FFFFFF\", ground: \"#000000\", bold: yes }",
            prints: "theme.yaml:2:53: error: 'bold' is true or false, not 'yes'; write true or false"),
        .theme(
            "an empty file", "# nothing yet",
            prints: "theme.yaml:1:1: error: the file is empty; copy the shipped file and change that"),
    ]

    private static func theme(_ description: String, _ text: String, prints printed: String) -> BrokenConfiguration {
        BrokenConfiguration(description, prints: printed) { try $0.write(text + "\n", to: "theme.yaml") }
    }
}
