extension BrokenConfiguration {
    /// Mistakes in `functions.yaml`.
    static let functions: [BrokenConfiguration] = [
        .init(
            "an unknown verb", "functions.yaml", "request: { kind: taxi }", "reqest: { kind: taxi }",
            prints: "functions.yaml:11:9: error: unknown verb 'reqest' in function 'taxi'; did you mean "
                + "'request'?"),
        .init(
            "a verb nobody could mean", "functions.yaml", "request: { kind: taxi }", "teleport",
            prints: "functions.yaml:11:9: error: unknown verb 'teleport' in function 'taxi'; possible "
                + "here: emergency, call, number, choice, confirm, request, information, places, card, "
                + "rating"),
        .init(
            "two functions on one key", "functions.yaml", "key: 0", "key: 1",
            prints: "functions.yaml:1:1: warning: no function is on key 0; a resident expects a person "
                + "there",
            "functions.yaml:13:10: error: key 1 is taken by function 'taxi' on line 3; use a "
                + "free key, or hide one of the two with hidden: true"),
        .init(
            "a key that no keypad has", "functions.yaml", "key: 1", "key: 10",
            prints: "functions.yaml:3:10: error: there is no key '10' on the keypad; write one of the "
                + "digits 0 to 9"),
        .init(
            "a key that is a letter", "functions.yaml", "key: 1", "key: \"#\"",
            prints: "functions.yaml:3:10: error: there is no key '#' on the keypad; write one of the "
                + "digits 0 to 9"),
        .init(
            "two functions of one name", "functions.yaml", "id: person", "id: taxi",
            prints: "functions.yaml:12:9: error: two functions are called 'taxi', the first on line 2; "
                + "give each its own id"),
        .init(
            "a name with a capital", "functions.yaml", "id: taxi", "id: Taxi",
            prints: "functions.yaml:2:9: error: 'Taxi' has more than lower-case letters, digits and "
                + "hyphens; write id: taxi"),
        .init(
            "a number for a name", "functions.yaml", "id: taxi", "id: 13812345678",
            prints: "functions.yaml:2:9: error: '13812345678' begins with no letter; write id: taxi"),
        .init(
            "an unknown category", "functions.yaml", "category: services", "category: service",
            prints: "functions.yaml:4:15: error: unknown category 'service' in function 'taxi'; did you "
                + "mean 'services'?"),
        .init(
            "no official category", "functions.yaml", "    official: services\n    label: { zh-Hans: 叫出租车",
            "    label: { zh-Hans: 叫出租车",
            prints: "functions.yaml:2:5: error: function 'taxi' has no 'official'; add official: one of "
                + "services, emergency, information"),
        .init(
            "a label too wide for its tile", "functions.yaml", "en: Taxi }", "en: Order a taxicab }",
            prints: "functions.yaml:6:33: error: label 'Order a taxicab' of function 'taxi' is 15 "
                + "columns wide, at most 13 fit; shorten it (a Chinese character takes 2)"),
        .init(
            "a label too wide for the smallest screen", "functions.yaml", "zh-Hans: 叫出租车", "zh-Hans: 一键叫出租",
            prints: "functions.yaml:6:23: error: label '一键叫出租' of function 'taxi' is 10 columns wide and "
                + "has no short form; add short: { zh-Hans: … } with at most 9 columns"),
        .init(
            "a short label that is too long", "functions.yaml", "en: Taxi }",
            "en: Taxi }\n    short: { en: Call a cab }",
            prints: "functions.yaml:7:18: error: short 'Call a cab' of function 'taxi' is 10 columns "
                + "wide, at most 9 fit; shorten it (a Chinese character takes 2)"),
        .init(
            "a label without Chinese", "functions.yaml", "zh-Hans: 叫出租车, ", "",
            prints: "functions.yaml:6:5: error: 'label' of function 'taxi' has no text in zh-Hans; add "
                + "zh-Hans: …"),
        .init(
            "a label without English", "functions.yaml", ", en: Taxi", "",
            prints: "functions.yaml:6:5: warning: 'label' of function 'taxi' has no text in en; Chinese "
                + "is shown until you add en: …"),
        .init(
            "an emergency on another key", "functions.yaml", "key: 4", "key: 7",
            prints: "functions.yaml:19:24: error: police is on key 7; write key: 4; the emergency keys "
                + "are the same at every booth"),
        .init(
            "an emergency function hidden", "functions.yaml", "key: 5,", "key: 5, hidden: true,",
            prints: "functions.yaml:1:1: warning: no function calls ambulance; key 5 should have the "
                + "step emergency: ambulance"),
        .init(
            "an unknown emergency service", "functions.yaml", "emergency: fire", "emergency: fier",
            prints: "functions.yaml:24:66: error: unknown emergency service 'fier'; did you mean 'fire'?"),
        .init(
            "an emergency without a service", "functions.yaml", "{ emergency: fire }", "emergency",
            prints: "functions.yaml:24:53: error: 'emergency' must say which service; write - emergency: "
                + "police"),
        .init(
            "an emergency with a rating", "functions.yaml", "[{ emergency: fire }]", "[{ emergency: fire }, rating]",
            prints: "functions.yaml:24:45: error: function 'fire' has other steps beside emergency; let "
                + "emergency be its only step"),
        .init(
            "no person", "functions.yaml", "key: 0", "key: 9",
            prints: "functions.yaml:1:1: warning: no function is on key 0; a resident expects a person "
                + "there"),
        .init(
            "no steps", "functions.yaml", "    steps:\n      - call: { class: assistance, services: [help-centre] }",
            "    steps: []",
            prints: "functions.yaml:17:5: error: function 'person' has no steps; add one verb, such as - "
                + "places"),
        .init(
            "steps empty", "functions.yaml", "      - call: { class: assistance, services: [help-centre] }\n", "",
            prints: "functions.yaml:17:5: error: 'steps' of function 'person' is empty; write steps: and "
                + "a list of verbs"),
        .init(
            "two verbs in one step", "functions.yaml", "- request: { kind: taxi }",
            "- request: { kind: taxi }\n        rating:",
            prints: "functions.yaml:11:9: error: a step of function 'taxi' must be one verb; begin each "
                + "step with its own '- '"),
        .init(
            "a verb with too much after it", "functions.yaml", "- request: { kind: taxi }", "- rating: 5",
            prints: "functions.yaml:11:17: error: 'rating' takes nothing after it; write - rating"),
        .init(
            "a request of a kind with spaces", "functions.yaml", "kind: taxi", "kind: Taxi now",
            prints: "functions.yaml:11:26: error: 'Taxi now' has more than lower-case letters, digits "
                + "and hyphens; write kind: taxi"),
        .init(
            "a request without a kind", "functions.yaml", "{ kind: taxi }", "{ contact: true }",
            prints: "functions.yaml:11:9: error: 'request' of function 'taxi' has no 'kind'; add kind: "
                + "taxi"),
        .init(
            "a free call without a number", "functions.yaml", "{ class: assistance, services: [help-centre] }",
            "{ class: free }",
            prints: "functions.yaml:18:9: error: the free call of function 'person' has no number to "
                + "dial; put the step number before it"),
        .init(
            "a free call to a service", "functions.yaml", "- call: { class: assistance,",
            "- number\n      - call: { class: free,",
            prints: "functions.yaml:13:10: error: function 'person' begins with digits on key 0; use key "
                + "3, or put a confirm or choice before number: 110 dialled on home must not end in a "
                + "field",
            "functions.yaml:19:41: error: a free call dials the number entered, not a service; "
                + "delete services, or write class: assistance"),
        .init(
            "a call to a service without a number", "functions.yaml", "[help-centre]", "[help-center, library]",
            prints: "functions.yaml:18:47: error: booth.yaml has no number for the service "
                + "'help-center'; did you mean 'help-centre'?",
            "functions.yaml:18:60: error: booth.yaml has no number for the service 'library'; "
                + "add it to telephony.services there"),
        .init(
            "a call to nobody", "functions.yaml", ", services: [help-centre]", "",
            prints: "functions.yaml:18:9: error: the call of function 'person' names no service; add "
                + "services: [help-centre, hotline]"),
        .init(
            "a call of an unknown class", "functions.yaml", "class: assistance", "class: paid",
            prints: "functions.yaml:18:24: error: unknown class 'paid' in 'call' of function 'person'; "
                + "possible here: free, assistance"),
        .init(
            "a call made an emergency", "functions.yaml", "class: assistance", "class: emergency",
            prints: "functions.yaml:18:24: error: a call cannot be made an emergency; use the verb "
                + "emergency: police, ambulance or fire"),
        .init(
            "digits first on a key that begins 110", "functions.yaml", "      - confirm:",
            "      - number\n      - confirm:",
            prints: "functions.yaml:3:10: error: function 'taxi' begins with digits on key 1; use key 3, "
                + "or put a confirm or choice before number: 110 dialled on home must not end in a "
                + "field"),
        .init(
            "a topic that does not exist", "functions.yaml", "request: { kind: taxi }",
            "information: [weather, buss, weather]",
            prints: "functions.yaml:11:32: error: unknown topic 'buss'; did you mean 'buses'?",
            "functions.yaml:11:38: error: the topic 'weather' is given twice; keep one of them"),
        .init(
            "a choice of ten", "functions.yaml", "request: { kind: taxi }",
            "choice: { id: size, title: { zh-Hans: 多大, en: Size }, options: [\(tenOptions)] }\n      - request: { kind: taxi }",
            prints: "functions.yaml:11:460: error: choice 'size' of function 'taxi' has 10 options, the "
                + "keys are 1 to 9; leave 9 of them, or ask twice"),
        .init(
            "two options of one name", "functions.yaml", "request: { kind: taxi }",
            "choice: { id: size, title: { zh-Hans: 多大, en: Size }, options: [\(option("a")), \(option("a"))] }\n      - request: { kind: taxi }",
            prints: "functions.yaml:11:122: error: two options are called 'a'; give each its own id"),
        .init(
            "two choices of one name", "functions.yaml", "- request: { kind: taxi }",
            "- choice: \(choice)\n      - choice: \(choice)\n      - request: { kind: taxi }",
            prints: "functions.yaml:12:9: error: two choices of function 'taxi' are called 'size'; give "
                + "each its own id"),
        .init(
            "a choice without options", "functions.yaml", "request: { kind: taxi }",
            "choice: { id: size, title: { zh-Hans: 多大, en: Size } }\n      - request: { kind: taxi }",
            prints: "functions.yaml:11:9: error: choice 'size' of function 'taxi' has no 'options'; add "
                + "options: and a list of id and label"),
        .init(
            "a sentence that nobody wrote", "functions.yaml", "      - confirm:",
            "      - confirm:\n          prompt: clinic.confrm",
            prints: "functions.yaml:9:19: error: there is no sentence 'clinic.confrm' in "
                + "languages/zh-Hans.yaml; add it there under prompts, and record it"),
        .init(
            "a function without its sentence", "functions.yaml", "id: taxi", "id: tram",
            prints: "functions.yaml:2:9: error: there is no sentence 'function.tram' in "
                + "languages/zh-Hans.yaml; add the line '  function.tram: …' under prompts in "
                + "languages/zh-Hans.yaml and languages/en.yaml, and record it",
            "languages/zh-Hans.yaml:2:33: warning: nothing says the sentence 'function.taxi'; did you "
                + "mean 'function.tram'?",
            "languages/en.yaml:2:33: warning: nothing says the sentence 'function.taxi'; "
                + "did you mean 'function.tram'?"),
        .init(
            "a key given twice", "functions.yaml", "    key: 1", "    key: 1\n    key: 2",
            prints: "functions.yaml:4:5: error: the key 'key' is given twice; keep one of them"),
        .init(
            "a label given twice in braces", "functions.yaml", "en: Taxi }", "en: Taxi, en: Cab }",
            prints: "functions.yaml:6:39: error: the key 'en' is given twice; keep one of them"),
        .init(
            "functions that are no list", "functions.yaml", "functions:\n  - id: taxi",
            "functions:\n  taxi:\n    id: taxi",
            prints: "functions.yaml:13:3: error: this does not fit what is above it; begin keys of one "
                + "group in the same column; put a text with quotation marks, brackets or braces at "
                + "its beginning in quotes as a whole"),
    ]

    private static func option(_ id: String) -> String { "{ id: \(id), label: { zh-Hans: 一, en: One } }" }
    private static let tenOptions = "abcdefghij".map { option(String($0)) }.joined(separator: ", ")
    private static let choice = "{ id: size, title: { zh-Hans: 多大, en: Size }, options: [\(option("a"))] }"
}
