import Foundation

extension BrokenConfiguration {
    /// Values that look right and are not: places, characters, comments, devices.
    static let truth: [BrokenConfiguration] = [
        .init(
            "a booth at 0, 0", "booth.yaml", "  number: PT-0001",
            "  number: PT-0001\n  location: { latitude: 0, longitude: 0 }",
            prints:
                "booth.yaml:3:3: warning: the booth is at 0, 0: in the sea off Africa (0.0, 0.0); write where it stands, "
                + "WGS 84, such as { latitude: 31.2404, longitude: 121.4208 }; places and weather follow it"),
        .init(
            "a booth in London", "booth.yaml", "  number: PT-0001",
            "  number: PT-0001\n  location: { latitude: 51.5, longitude: -0.1 }",
            prints:
                "booth.yaml:3:3: warning: the booth is outside China (51.5, -0.1); write where it stands, WGS 84, such as "
                + "{ latitude: 31.2404, longitude: 121.4208 }; places and weather follow it"),
        .init(
            "a booth in Kashgar with its coordinates exchanged", "booth.yaml", "  number: PT-0001",
            "  number: PT-0001\n  location: { latitude: 75.99, longitude: 39.47 }",
            prints:
                "booth.yaml:3:3: warning: the booth has latitude and longitude exchanged (75.99, 39.47); write where it "
                + "stands, WGS 84, such as { latitude: 31.2404, longitude: 121.4208 }; places and weather follow it"),
        .init(
            "a booth in Mohe", "booth.yaml", "  number: PT-0001",
            "  number: PT-0001\n  location: { latitude: 53.48, longitude: 122.37 }"),
        .init(
            "a host that is a URI", "booth.yaml", "host: 127.0.0.1", "host: \"sip:127.0.0.1\"",
            prints:
                "booth.yaml:8:25: error: 'host' of trunk 'demo' is 'sip:127.0.0.1', which has more than the host; write "
                + "host: 127.0.0.1; what comes before it is in transport and port"),
        .init(
            "a host that is a URI of TLS", "booth.yaml", "host: 127.0.0.1", "host: SIPS:pbx.example.cn",
            prints:
                "booth.yaml:8:25: error: 'host' of trunk 'demo' is 'SIPS:pbx.example.cn', which has more than the host; "
                + "write host: pbx.example.cn; what comes before it is in transport and port"),
        .init(
            "a host with its port", "booth.yaml", "host: 127.0.0.1", "host: 127.0.0.1:5062",
            prints:
                "booth.yaml:8:25: error: 'host' of trunk 'demo' is '127.0.0.1:5062', which has a port behind the host; "
                + "write host: 127.0.0.1 and port: 5062"),
        .init("a host of IPv6", "booth.yaml", "host: 127.0.0.1", "host: \"::1\""),
        .init(
            "a loudspeaker for one program", "booth.yaml", "timings:", "audio: { speaker: \"hw:0,0\" }\ntimings:",
            prints:
                "booth.yaml:17:19: warning: 'speaker' is hw:0,0, which only one program at a time can open: speech and "
                + "calls shut each other out; write a device that is shared (dmix, dsnoop), such as default, or a name of "
                + "your own in asound.conf"),
        .init(
            "a loudspeaker of the hardware by another name", "booth.yaml", "timings:",
            "audio: { speaker: \"surround51\" }\ntimings:",
            prints:
                "booth.yaml:17:19: warning: 'speaker' is surround51, which only one program at a time can open: speech "
                + "and calls shut each other out; write a device that is shared (dmix, dsnoop), such as default, or a name "
                + "of your own in asound.conf"),
        .init(
            "a microphone for one program", "booth.yaml", "timings:",
            "audio: { microphone: \"plughw:CARD=Mic\" }\ntimings:",
            prints:
                "booth.yaml:17:22: warning: 'microphone' is plughw:CARD=Mic, which only one program at a time can open: "
                + "speech and calls shut each other out; write a device that is shared (dmix, dsnoop), such as default, or "
                + "a name of your own in asound.conf"),
        // Characters.
        .init(
            "a no-break space in an address", "booth.yaml", "兰溪路 1 号", "兰溪路\u{A0}1 号",
            prints:
                "booth.yaml:3:26: warning: U+00A0 (no-break space) looks like a space and is none; write an ordinary "
                + "space (U+0020), or none"),
        .init(
            "an ideographic space", "booth.yaml", "兰溪路 1 号", "兰溪路\u{3000}1 号",
            prints:
                "booth.yaml:3:26: warning: U+3000 (ideographic space) looks like a space and is none; write an ordinary "
                + "space (U+0020), or none"),
        .init(
            "a space without width", "booth.yaml", "1 Lanxi Road", "1\u{200B} Lanxi Road",
            prints: "booth.yaml:3:37: warning: U+200B (zero width space) cannot be seen; delete it"),
        .init(
            "a soft hyphen", "booth.yaml", "1 Lanxi Road", "1 Lan\u{AD}xi Road",
            prints: "booth.yaml:3:41: warning: U+00AD (soft hyphen) cannot be seen; delete it"),
        .init(
            "a mark of direction written as an escape", "booth.yaml", "en: The shop", "en: \"The\\u200Fshop\"",
            prints: "booth.yaml:4:38: warning: U+200F (right-to-left mark) cannot be seen; delete it"),
        .init(
            "an invisible sign in a key", "booth.yaml", "  idle: 60", "  id\u{2060}le: 60",
            prints: "booth.yaml:18:3: error: unknown key 'id\u{2060}le' in timings; did you mean 'idle'?",
            "booth.yaml:18:5: warning: U+2060 (word joiner) cannot be seen; delete it"),
        .init(
            "an emoji on a key", "functions.yaml", "en: Taxi }", "en: \"🚕 Taxi\" }",
            prints:
                "functions.yaml:6:34: warning: U+1F695 (taxi) is an emoji, which booths' screens cannot draw; write a "
                + "word instead"),
        .init(
            "a sign that a selector makes an emoji", "functions.yaml", "en: Taxi }", "en: \"☎\u{FE0F} Taxi\" }",
            prints:
                "functions.yaml:6:34: warning: U+260E (black telephone) is an emoji, which booths' screens cannot draw; "
                + "write a word instead",
            "functions.yaml:6:35: warning: U+FE0F (variation selector-16) cannot be seen; delete it"),
        .init(
            "a label in Hebrew", "functions.yaml", "en: Taxi }", "en: מונית }",
            prints:
                "functions.yaml:6:33: warning: U+05DE (hebrew letter mem) is written from right to left, which the screens "
                + "cannot draw; write the text in another script"),
        .init(
            "a character of one font", "functions.yaml", "en: Taxi }", "en: \"\u{E001} Taxi\" }",
            prints: "functions.yaml:6:34: warning: U+E001 is no character that a font has; write a word instead"),
        .init("a character in a comment", "booth.yaml", "booth:\n", "# 🚕\u{A0}\nbooth:\n"),
        // Comments that were not meant as comments.
        .init(
            "an address with a number sign", "booth.yaml", "address: { zh-Hans: 兰溪路 1 号, en: 1 Lanxi Road }",
            "address:\n    zh-Hans: 兰溪路 #1 号\n    en: 1 Lanxi Road",
            prints: "booth.yaml:4:18: warning: ' #' begins a comment: it and what follows on this line is no part of "
                + "'zh-Hans'; put the value in quotes, with the # inside if it belongs to it"),
        .init(
            "a password with a number sign", "booth.yaml", "timings:",
            "local:\n  wifi:\n    name: Free\n    password: abc #123\ntimings:",
            prints: "booth.yaml:20:19: warning: ' #' begins a comment: it and what follows on this line is no part of "
                + "'password'; put the value in quotes, with the # inside if it belongs to it"),
        .init(
            "a password that is all number sign", "booth.yaml", "timings:",
            "local:\n  wifi:\n    name: Free\n    password: #123\ntimings:",
            prints: "booth.yaml:20:15: warning: ' #' begins a comment: it and what follows on this line is no part of "
                + "'password'; put the value in quotes, with the # inside if it belongs to it"),
        .init("a comment that is one", "booth.yaml", "  live: false", "  live: false # as long as it is tried"),
        .init("a number sign in quotes", "booth.yaml", "en: The shop", "en: \"The shop #1\""),
        .init(
            "a number sign in braces", "booth.yaml", "en: The shop }", "en: The shop #1 }",
            prints:
                "booth.yaml:4:47: error: ' #' begins a comment, so that the group in braces before it is not closed; put a "
                + "text with # in quotes"),
        // Numbers.
        .init(
            "a time beyond all bounds", "booth.yaml", "idle: 60", "idle: 99999999999999999999",
            prints: "booth.yaml:18:9: error: 'idle' is 99999999999999999999 seconds; write 1 to 3600, with up to three "
                + "decimals"),
        .init(
            "a time that nobody can keep up with", "booth.yaml", "idle: 60", "idle: 0.01",
            prints: "booth.yaml:18:9: error: 'idle' is 0.01 seconds; write 1 to 3600"),
        .init(
            "a guard that lasts a day", "booth.yaml", "idle: 60", "confirm_guard: 86400",
            prints: "booth.yaml:18:18: error: 'confirm_guard' is 86400 seconds; write 0.1 to 60"),
        .init(
            "a time that is too fine", "booth.yaml", "idle: 60", "idle: 60.00001",
            prints: "booth.yaml:18:9: error: 'idle' is 60.00001 seconds; write 1 to 3600, with up to three decimals"),
        .init(
            "a digit that is taken away by itself",
            prints:
                "keys.yaml:2:3: error: '5' takes '5' away, and no line says which key is '5' instead; add a line such as "
                + "KP_5: 5, for a key that the keypad has"
        ) { try $0.write("keys:\n  \"5\": language\n", to: "keys.yaml") },
        // Files.
        .init(
            "a link that leads nowhere",
            prints:
                "theme.yaml:1:1: error: this is a symbolic link to 'dark.yaml', which is not there; put the file there, or "
                + "replace the link by the file"
        ) { try $0.link("theme.yaml", to: "dark.yaml") },
        .init(
            "keys that are a link to nowhere",
            prints:
                "keys.yaml:1:1: error: this is a symbolic link to '/etc/none.yaml', which is not there; put the file there, "
                + "or replace the link by the file"
        ) { try $0.link("keys.yaml", to: "/etc/none.yaml") },
        .init(
            "languages that are a link to nowhere",
            prints:
                "languages:1:1: error: this is a symbolic link to 'words', which is not there; put the directory there, or "
                + "replace the link by it"
        ) { fixture in
            try fixture.remove("languages")
            try fixture.link("languages", to: "words")
        },
        .init(
            "languages that are a file",
            prints: "languages:1:1: error: this is no directory; put the directory of the "
                + "languages here"
        ) { fixture in
            try fixture.remove("languages")
            try fixture.write("name: x\n", to: "languages")
        },
        .init(
            "lines that end with CR alone",
            prints:
                "booth.yaml:1:1: error: the lines of this file end with CR alone; save it with the line ends of Unix (LF)"
        ) { try $0.write(Fixture.booth.replacingOccurrences(of: "\n", with: "\r"), to: "booth.yaml") },
        // What a trunk needs.
        .init(
            "a password's file that is not there", "booth.yaml", "user: booth }",
            "user: booth, password_file: trunk-password }",
            prints:
                "booth.yaml:8:76: error: there is no file PATH/trunk-password; write the password of trunk 'demo' into it, "
                + "one line, chmod 600; or leave password_file out"),
        .init(
            "a password's file with nothing in it",
            prints:
                "booth.yaml:8:76: error: the file PATH/trunk-password is empty; write the password of trunk 'demo' into it"
        ) { fixture in
            try fixture.edit("booth.yaml", "user: booth }", "user: booth, password_file: trunk-password }")
            try fixture.write("\n", to: "trunk-password")
        },
        .init("a password's file that is as it should be") { fixture in
            try fixture.edit("booth.yaml", "user: booth }", "user: booth, password_file: trunk-password }")
            try fixture.write("secret\n", to: "trunk-password")
        },
    ]
}

extension Fixture {
    func link(_ file: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: "\(directory)/\(file)", withDestinationPath: target)
    }
}
