import Foundation

extension BrokenConfiguration {
    /// Mistakes in language files, and in the form of any file.
    static let files: [BrokenConfiguration] = [
        .init(
            "a text that does not exist", "languages/en.yaml", "texts:\n", "texts:\n  key.bakc: Back\n",
            prints: "languages/en.yaml:4:3: error: unknown text 'key.bakc'; did you mean 'key.back'?"),
        .init(
            "a text of an earlier version", "languages/en.yaml", "texts:\n", "texts:\n  request.here: Place\n",
            prints: "languages/en.yaml:4:3: warning: nothing shows the text 'request.here' any more; delete it"),
        .init(
            "a text missing in English", "languages/en.yaml", "  key.confirm: \"word\"\n", "",
            prints: "languages/en.yaml:3:1: warning: the text 'key.confirm' is missing; Chinese is shown "
                + "until you add key.confirm: …"),
        .init(
            "a text missing in Chinese", "languages/zh-Hans.yaml", "  key.confirm: \"word\"\n", "",
            prints: "languages/zh-Hans.yaml:3:1: error: the text 'key.confirm' is missing; add "
                + "key.confirm: …"),
        .init(
            "an empty text", "languages/en.yaml", "key.confirm: \"word\"", "key.confirm: \"\"",
            prints: "languages/en.yaml:5:16: error: 'key.confirm' is empty; write a text or delete the "
                + "key"),
        .init(
            "a placeholder renamed", "languages/en.yaml", "in {seconds} s\"\n  emergency.again",
            "in {second} s\"\n  emergency.again",
            prints: "languages/en.yaml:6:24: error: 'emergency.countdown' has {second} {service}, the "
                + "program has {seconds} {service}; use exactly {seconds} {service}; the program fills "
                + "them in"),
        .init(
            "a placeholder in a text that has none", "languages/en.yaml", "key.confirm: \"word\"",
            "key.confirm: \"Back {n}\"",
            prints: "languages/en.yaml:5:16: error: 'key.confirm' has {n}, zh-Hans has no placeholder; "
                + "delete the braces"),
        .init(
            "a placeholder renamed in Chinese", "languages/zh-Hans.yaml", "再打请按 {key}", "再打请按 {kay}",
            prints: "languages/zh-Hans.yaml:7:20: error: 'emergency.again' has {kay}, the program has "
                + "{key}; use exactly {key}; the program fills them in"),
        .init(
            "a brace alone", "languages/en.yaml", "key.confirm: \"word\"", "key.confirm: \"Back {\"",
            prints: "languages/en.yaml:5:16: error: a brace in 'key.confirm' that encloses no name; "
                + "write a placeholder such as {seconds}, or no brace"),
        .init(
            "a sentence missing in Chinese", "languages/zh-Hans.yaml", "home.list: sentence, ", "",
            prints: "languages/zh-Hans.yaml:2:1: error: the sentence 'home.list' is missing; add "
                + "home.list: …"),
        .init(
            "a sentence missing in English", "languages/en.yaml", "home.list: sentence, ", "",
            prints: "languages/en.yaml:2:1: warning: the sentence 'home.list' is missing; nothing is "
                + "said there until you add home.list: … and record it"),
        .init(
            "a sentence that nobody says", "languages/en.yaml", "prompts: { ", "prompts: { function.taix: sentence, ",
            prints: "languages/en.yaml:2:12: warning: nothing says the sentence 'function.taix'; did you "
                + "mean 'function.taxi'?"),
        .init(
            "a language without a name", "languages/en.yaml", "name: English\n", "",
            prints: "languages/en.yaml:1:1: error: languages/en.yaml has no 'name'; add name: English"),
        .init(
            "a text that is a list", "languages/en.yaml", "key.confirm: \"word\"", "key.confirm: [Back]",
            prints: "languages/en.yaml:5:16: error: 'key.confirm' must be a text, not a list; write one "
                + "text; put it in quotes if it begins with a bracket or brace"),
        .init(
            "a text with a colon", "languages/en.yaml", "name: English", "name: English: UK",
            prints: "languages/en.yaml:1:14: error: a second ': ' on this line, or a wrong indentation; "
                + "put a text with ': ' in quotes, and begin keys of one group in the same column"),
        .init(
            "a text that begins with a star", "languages/en.yaml", "key.confirm: \"word\"", "key.confirm: * Back",
            prints: "languages/en.yaml:5:16: error: a text cannot begin with '*'; put the text in quotes"),
        .init(
            "a text that begins with an at sign", "languages/en.yaml", "key.confirm: \"word\"", "key.confirm: @home",
            prints: "languages/en.yaml:5:16: error: a text cannot begin with '@'; put the text in quotes"),
        .init(
            "a text that begins with an exclamation mark", "languages/en.yaml", "key.confirm: \"word\"",
            "key.confirm: !Back",
            prints: "languages/en.yaml:5:16: error: the tag '!Back' is not possible here; put a text "
                + "that begins with ! in quotes"),
        .init(
            "a text that begins with a brace", "languages/en.yaml", "key.confirm: \"word\"", "key.confirm: {n} back",
            prints: "languages/en.yaml:5:20: error: this does not fit what is above it; begin keys of "
                + "one group in the same column; put a text with quotation marks, brackets or braces "
                + "at its beginning in quotes as a whole"),
        .init(
            "a text that begins with two braces", "languages/en.yaml", "key.confirm: \"word\"",
            "key.confirm: {{n}: back}",
            prints: "languages/en.yaml:5:16: error: 'key.confirm' must be a text, not a group of keys; "
                + "write one text; put it in quotes if it begins with a bracket or brace",
            "languages/en.yaml:5:17: error: a key must be a word; put a text that begins with a "
                + "bracket or brace in quotes"),
        .init(
            "a quotation mark that is never closed", "languages/en.yaml", "name: English", "name: \"English",
            prints: "languages/en.yaml:1:7: error: the quotation mark that opens here is not closed on "
                + "its line; close it with the same mark"),
        .init(
            "text after a quotation mark", "languages/en.yaml", "key.confirm: \"word\"", "key.confirm: \"Back\" now",
            prints: "languages/en.yaml:5:23: error: this does not fit what is above it; begin keys of "
                + "one group in the same column; put a text with quotation marks, brackets or braces "
                + "at its beginning in quotes as a whole"),
        .init(
            "a key without a colon", "languages/en.yaml", "name: English", "name",
            prints: "languages/en.yaml:1:1: error: a key without ': ' after it; write 'key: value', with "
                + "a space after the colon"),
        .init(
            "a tab in the indentation", "booth.yaml", "  live: false", "\tlive: false",
            prints: "booth.yaml:6:1: error: a tab in the indentation; indent with spaces"),
        .init(
            "an indentation that fits nowhere", "booth.yaml", "  live: false", "   live: false",
            prints: "booth.yaml:7:3: error: this does not fit what is above it; begin keys of one group "
                + "in the same column; put a text with quotation marks, brackets or braces at its "
                + "beginning in quotes as a whole"),
        .init(
            "a bracket never closed", "functions.yaml", "[help-centre]", "[help-centre",
            prints: "functions.yaml:18:46: error: the list in brackets that opens here is not closed, or "
                + "lacks a comma; write [a, b, c]"),
        .init(
            "a key given twice, with a mistake after it", "booth.yaml", "  idle: 60",
            "  idle: 60\n  idle: 50\n  idle: 40\n  reading: x",
            prints: "booth.yaml:20:3: error: the key 'idle' is given twice; keep one of them",
            "booth.yaml:21:12: error: 'reading' is a number of seconds, not 'x'; write digits "
                + "only, such as 8 or 0.5"),
        .init(
            "a file that breaks off in a group",
            prints: "functions.yaml:1:13: error: a value is missing here, or begins with a sign that YAML uses; put a "
                + "text with : , [ ] { } in it in quotes"
        ) { try $0.write("functions: [", to: "functions.yaml") },
        .init(
            "an alias", "booth.yaml", "idle: 60", "idle: *standard",
            prints: "booth.yaml:18:9: error: a text cannot begin with '*'; put the text in quotes"),
        .init(
            "an anchor", "booth.yaml", "idle: 60", "idle: &standard 60",
            prints: "booth.yaml:18:9: error: an anchor (&) is not possible in a configuration; write the "
                + "values out; in a text, put a space after the &"),
        .init(
            "a merge key", "booth.yaml", "  number: PT-0001", "  <<: { name: Booth }\n  number: PT-0001",
            prints: "booth.yaml:2:3: error: unknown key '<<' in booth; possible here: number, name, "
                + "subtitle, address, say_this, say_this_latin, nearest_phone, location, language, "
                + "out_of_order, announce"),
        .init(
            "two documents", "booth.yaml", "timings:", "---\ntimings:",
            prints: "booth.yaml:17:1: error: a second document begins here; delete the line '---'"),
        .init(
            "a control character", "booth.yaml", "The shop", "The\u{1B}shop",
            prints: "booth.yaml:4:41: error: the control character U+001B; delete it; it cannot be seen"),
        .init(
            "text turned round", "booth.yaml", "The shop", "The \u{202E}shop",
            prints: "booth.yaml:4:42: error: the control character U+202E; delete it; it cannot be seen"),
        .init(
            "a key that is a list", "booth.yaml", "  idle: 60", "  [idle, reading]: 60",
            prints: "booth.yaml:18:3: error: a key must be a word; put a text that begins with a bracket "
                + "or brace in quotes"),
        .init(
            "functions that are a group",
            prints: "functions.yaml:2:3: error: 'functions' of functions.yaml must be a list, not a "
                + "group of keys; begin each item with '- '"
        ) { try $0.write("functions:\n  taxi: { key: 1 }\n", to: "functions.yaml") },
        .init(
            "an empty file",
            prints: "functions.yaml:1:1: error: the file is empty; copy the shipped file and change that"
        ) { try $0.write("", to: "functions.yaml") },
        .init(
            "nothing but comments",
            prints: "booth.yaml:1:1: error: the file is empty; copy the shipped file and change that"
        ) { try $0.write("# later\n", to: "booth.yaml") },
        .init(
            "a file that is a list",
            prints: "booth.yaml:1:1: error: booth.yaml must be a group of keys, not a list; write 'key: "
                + "value' lines, indented below it"
        ) { try $0.write("- booth\n", to: "booth.yaml") },
        .init(
            "a file that is a word",
            prints: "booth.yaml:1:1: error: booth.yaml must be a group of keys, not a text; write 'key: "
                + "value' lines, indented below it"
        ) { try $0.write("booth\n", to: "booth.yaml") },
        .init(
            "a file in GBK",
            prints: "booth.yaml:2:9: error: these bytes are not UTF-8; save the file as UTF-8 (another "
                + "editor may have used GBK)"
        ) {
            try $0.write(Data("booth:\n  name: ".utf8) + Data([0xC0, 0xCF, 0xD3, 0xD1]), to: "booth.yaml")
        },
        .init(
            "a file cut in the middle of a character",
            prints: "booth.yaml:20:2: error: these bytes are not UTF-8; save the file as UTF-8 (another "
                + "editor may have used GBK)"
        ) {
            try $0.write(Data(Fixture.booth.utf8) + Data([0x23, 0xE4, 0xBA]), to: "booth.yaml")
        },
        .init(
            "a file in UTF-16",
            prints: "booth.yaml:1:1: error: these bytes are not UTF-8; save the file as UTF-8 (another "
                + "editor may have used GBK)"
        ) {
            try $0.write(Data([0xFF, 0xFE]) + Data("b\u{0}".utf8), to: "booth.yaml")
        },
        .init("no booth.yaml", prints: "booth.yaml:1:1: error: the file is missing; copy the shipped file back") {
            try $0.remove("booth.yaml")
        },
        .init("no functions.yaml", prints: "functions.yaml:1:1: error: the file is missing; copy the shipped file back")
        { try $0.remove("functions.yaml") },
        .init(
            "no Chinese", prints: "languages/zh-Hans.yaml:1:1: error: the file is missing; copy the shipped file back"
        ) { try $0.remove("languages/zh-Hans.yaml") },
        .init(
            "no English",
            prints: "languages/en.yaml:1:1: warning: the file is missing; visitors read Chinese until "
                + "you copy the shipped file back"
        ) { try $0.remove("languages/en.yaml") },
        .init(
            "a language file that is none",
            prints: "languages/notes.yaml:1:1: error: the file's name is no language tag; name it after "
                + "the language, such as ja.yaml, or move it away"
        ) { try $0.write("name: x\n", to: "languages/notes.yaml") },
        .init(
            "a language file with another ending",
            prints: "languages/ja.yml:1:1: warning: this file is not read; name it .yaml if it is a "
                + "language"
        ) { try $0.write("name: x\n", to: "languages/ja.yml") },
        .init(
            "a directory in the place of a file",
            prints: "booth.yaml:1:1: error: this is no ordinary file; put a text file here"
        ) {
            try $0.remove("booth.yaml")
            try FileManager.default.createDirectory(
                atPath: $0.directory + "/booth.yaml", withIntermediateDirectories: false)
        },
        .init(
            "a file of more than a mebibyte",
            prints: "booth.yaml:1:1: error: the file is larger than 1 MiB; a configuration file has a "
                + "few pages"
        ) {
            try $0.write(String(repeating: "# nothing\n", count: 110_000), to: "booth.yaml")
        },
    ]
}
