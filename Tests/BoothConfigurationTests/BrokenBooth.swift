extension BrokenConfiguration {
    /// Mistakes in `booth.yaml`.
    static let booth: [BrokenConfiguration] = [
        .init(
            "an unknown key", "booth.yaml", "  number: PT-0001", "  number: PT-0001\n  adress: here",
            prints: "booth.yaml:3:3: error: unknown key 'adress' in booth; did you mean 'address'?"),
        .init(
            "an unknown group", "booth.yaml", "timings:", "timing:",
            prints: "booth.yaml:17:1: error: unknown key 'timing' in booth.yaml; did you mean 'timings'?"),
        .init(
            "a card reader of no kind", "booth.yaml", "timings:", "pension: { reader: pcsd }\ntimings:",
            prints: "booth.yaml:17:20: error: there is no kind of card reader 'pcsd'; did you mean 'pcsc'?"),
        .init(
            "a card reader by name alone", "booth.yaml", "timings:", "pension: { name: ACS }\ntimings:",
            prints: "booth.yaml:17:1: error: pension has no 'reader'; add reader: pcsc"),
        .init(
            "no booth number", "booth.yaml", "  number: PT-0001\n", "",
            prints: "booth.yaml:1:1: error: booth has no 'number'; add number: PT-0042"),
        .init(
            "an empty booth number", "booth.yaml", "number: PT-0001", "number:",
            prints: "booth.yaml:2:3: error: 'number' of booth is empty; write number: PT-0042"),
        .init(
            "a booth number with a space", "booth.yaml", "PT-0001", "PT 0001",
            prints: "booth.yaml:2:11: error: the booth's number 'PT 0001' has more than letters, digits "
                + "and hyphens; write at most 32 of them, such as PT-0042"),
        .init(
            "an address without languages", "booth.yaml", "{ zh-Hans: 兰溪路 1 号, en: 1 Lanxi Road }", "兰溪路 1 号",
            prints: "booth.yaml:3:12: error: 'address' of booth must name its languages, not be a text; "
                + "write { zh-Hans: 中文, en: English }"),
        .init(
            "an address without Chinese", "booth.yaml", "zh-Hans: 兰溪路 1 号, ", "",
            prints: "booth.yaml:3:3: error: 'address' of booth has no text in zh-Hans; add zh-Hans: …"),
        .init(
            "an address without English", "booth.yaml", ", en: 1 Lanxi Road", "",
            prints: "booth.yaml:3:3: warning: 'address' of booth has no text in en; Chinese is shown "
                + "until you add en: …"),
        .init(
            "a language that is none", "booth.yaml", "en: The shop", "en: The shop, eng: The shop",
            prints: "booth.yaml:4:48: error: unknown language 'eng' in 'nearest_phone' of booth; did you "
                + "mean 'en'?"),
        .init(
            "a default language without a file", "booth.yaml", "number: PT-0001",
            "number: PT-0001\n  language: zh-hans",
            prints: "booth.yaml:3:13: error: there is no languages/zh-hans.yaml; did you mean 'zh-Hans'?"),
        .init(
            "a latitude off the globe", "booth.yaml", "number: PT-0001",
            "number: PT-0001\n  location: { latitude: 131.2, longitude: 121.4 }",
            prints: "booth.yaml:3:25: error: 'latitude' is degrees from -90 to 90, not '131.2'; write "
                + "decimal degrees (WGS 84), such as 31.2404"),
        .init(
            "live is yes", "booth.yaml", "live: false", "live: yes",
            prints: "booth.yaml:6:9: error: 'live' is true or false, not 'yes'; write true or false"),
        .init(
            "real calls", "booth.yaml", "live: false", "live: true",
            prints: "booth.yaml:6:9: warning: this booth makes real calls; write live: false for a "
                + "demonstration"),
        .init(
            "a trunk outside while not live", "booth.yaml", "host: 127.0.0.1", "host: sip.example.cn",
            prints: "booth.yaml:8:25: error: trunk 'demo' leaves this machine while live is false; write "
                + "an address such as 127.0.0.1, or live: true if real calls may be made"),
        .init(
            "localhost is a name", "booth.yaml", "host: 127.0.0.1", "host: localhost",
            prints: "booth.yaml:8:25: error: trunk 'demo' leaves this machine while live is false; write "
                + "an address such as 127.0.0.1, or live: true if real calls may be made"),
        .init(
            "a trunk without a user", "booth.yaml", ", user: booth", "",
            prints: "booth.yaml:8:7: error: trunk 'demo' has no 'user'; add user: booth"),
        .init(
            "a user that would end the account line", "booth.yaml", "user: booth", "user: \"booth>;transport=tcp\"",
            prints: "booth.yaml:8:54: error: 'user' of trunk 'demo' has a character that SIP does not "
                + "allow there; write letters, digits and . - _ + only, such as user: booth"),
        .init(
            "an unknown transport", "booth.yaml", "user: booth", "user: booth, transport: tpc",
            prints: "booth.yaml:8:72: error: unknown transport 'tpc' in trunk 'demo'; did you mean 'tcp'?"),
        .init(
            "a port out of range", "booth.yaml", "port: 5070", "port: 70000",
            prints: "booth.yaml:8:42: error: 'port' is a whole number from 1 to 65535, not '70000'; "
                + "write port: 1 to 65535"),
        .init(
            "a port in octal", "booth.yaml", "port: 5070", "port: 0x13",
            prints: "booth.yaml:8:42: error: 'port' is a whole number from 1 to 65535, not '0x13'; write "
                + "port: 1 to 65535"),
        .init(
            "an address with colons and no quotes", "booth.yaml", "127.0.0.1, port", "::1, port",
            prints: "booth.yaml:8:25: error: a value is missing here, or begins with a sign that YAML "
                + "uses; put a text with : , [ ] { } in it in quotes"),
        .init(
            "two trunks of one name", "booth.yaml", "    - { id: demo",
            "    - { id: demo, host: \"::1\", user: a }\n    - { id: demo",
            prints: "booth.yaml:9:13: error: two trunks are called 'demo'; give each its own id"),
        .init(
            "trunks that are no list", "booth.yaml", "    - { id: demo, host: 127.0.0.1, port: 5070, user: booth }",
            "      id: demo",
            prints: "booth.yaml:8:7: error: 'trunks' of telephony must be a list, not a group of keys; "
                + "begin each item with '- '"),
        .init(
            "no trunk", "booth.yaml", "  trunks:\n    - { id: demo, host: 127.0.0.1, port: 5070, user: booth }",
            "  trunks: []",
            prints: "booth.yaml:7:3: warning: without a trunk this booth cannot call anybody; add one "
                + "with id, host and user"),
        .init(
            "no number for the police", "booth.yaml", "    police: \"110\"\n", "",
            prints: "booth.yaml:9:3: error: services has no 'police'; add police: \"110\""),
        .init(
            "a service number with a hyphen", "booth.yaml", "\"9990001\"", "\"021-999\"",
            prints: "booth.yaml:13:18: error: the number of 'help-centre' has more than digits: "
                + "'021-999'; write digits only, in quotes, such as \"12345\""),
        .init(
            "a service number with full-width digits", "booth.yaml", "\"119\"", "１１９",
            prints: "booth.yaml:12:11: error: the number of 'fire' has more than digits: '１１９'; write "
                + "digits only, in quotes, such as \"12345\""),
        .init(
            "http to another machine", "booth.yaml", "http://127.0.0.1:8080", "http://platform.example.cn",
            prints: "booth.yaml:15:8: error: http to 'platform.example.cn' would send the booth's token "
                + "in the clear; write https; http is for this machine only"),
        .init(
            "a platform without a scheme", "booth.yaml", "http://127.0.0.1:8080", "platform.example.cn",
            prints: "booth.yaml:15:8: error: 'platform.example.cn' is no web address; write one such as "
                + "https://platform.example.cn"),
        .init(
            "a platform without a token", "booth.yaml", "  token_file: platform-token\n", "",
            prints: "booth.yaml:14:1: error: platform has no 'token_file'; add token_file: platform-token"),
        .init(
            "a certificate without its key", "booth.yaml", "token_file: platform-token",
            "token_file: platform-token\n  client_certificate_file: booth.pem",
            prints: "booth.yaml:14:1: error: client_certificate_file and client_key_file belong "
                + "together; write both or neither"),
        .init(
            "a countdown too short to read", "booth.yaml", "emergency_countdown: 8", "emergency_countdown: 4.9",
            prints: "booth.yaml:19:24: error: 'emergency_countdown' is 4.9 seconds; write 5 to 15"),
        .init(
            "a countdown too long to wait", "booth.yaml", "emergency_countdown: 8", "emergency_countdown: 16",
            prints: "booth.yaml:19:24: error: 'emergency_countdown' is 16 seconds; write 5 to 15"),
        .init(
            "no time at all", "booth.yaml", "idle: 60", "idle: 0",
            prints: "booth.yaml:18:9: error: 'idle' is 0 seconds; write 1 to 3600"),
        .init(
            "a negative time", "booth.yaml", "idle: 60", "idle: -5",
            prints: "booth.yaml:18:9: error: 'idle' is a number of seconds, not '-5'; write digits only, "
                + "such as 8 or 0.5"),
        .init(
            "a time with its unit", "booth.yaml", "idle: 60", "idle: 60s",
            prints: "booth.yaml:18:9: error: 'idle' is a number of seconds, not '60s'; write digits "
                + "only, such as 8 or 0.5"),
        .init(
            "a timing that does not exist", "booth.yaml", "idle: 60", "idel: 60",
            prints: "booth.yaml:18:3: error: unknown key 'idel' in timings; did you mean 'idle'?"),
        .init(
            "a warning after the end", "booth.yaml", "idle: 60", "free_call: 60",
            prints: "booth.yaml:17:1: warning: free_call_warning is not before the end of a free call; "
                + "make it shorter than free_call, or nobody is warned"),
        .init(
            "a volume of eleven", "booth.yaml", "timings:", "audio: { volume: 11 }\ntimings:",
            prints: "booth.yaml:17:18: error: 'volume' is a whole number from 0 to 3, not '11'; write "
                + "volume: 0 to 3"),
        .init(
            "a volume above the maximum", "booth.yaml", "timings:", "audio: { volume: 3, maximum: 2 }\ntimings:",
            prints: "booth.yaml:17:18: error: volume 3 is above maximum 2; write volume: 0 to 2"),
        .init(
            "a night louder than its ceiling", "booth.yaml", "timings:",
            "audio: { night_volume: 2, night_ceiling: 1 }\ntimings:",
            prints: "booth.yaml:17:24: error: night_volume 2 is above night_ceiling 1; write "
                + "night_volume: 0 to 1"),
        .init(
            "a ceiling above the maximum", "booth.yaml", "timings:",
            "audio: { night_ceiling: 3, maximum: 2 }\ntimings:",
            prints: "booth.yaml:17:25: error: night_ceiling 3 is above maximum 2; write night_ceiling: 0 to 2"),
        .init(
            "a booth that may not be heard", "booth.yaml", "timings:", "audio: { maximum: 0 }\ntimings:",
            prints: "booth.yaml:17:19: error: 'maximum' is a whole number from 1 to 3, not '0'; write "
                + "maximum: 1 to 3"),
        .init(
            "a maximum in decibels", "booth.yaml", "timings:", "audio: { maximum: -6 dB }\ntimings:",
            prints: "booth.yaml:17:19: error: 'maximum' is a whole number from 1 to 3, not '-6 dB'; write "
                + "maximum: 1 to 3"),
        .init(
            "a volume that has another name", "booth.yaml", "timings:", "audio: { night_volum: 1 }\ntimings:",
            prints: "booth.yaml:17:10: error: unknown key 'night_volum' in audio; did you mean 'night_volume'?"),
        .init(
            "a handset that no key tells of", "booth.yaml", "timings:", "audio: { handset: earpiece }\ntimings:",
            prints: "booth.yaml:17:19: warning: the booth never speaks in the handset: no keys say when it is "
                + "lifted and put back; name the keys hook_off and hook_on in keys.yaml, or leave handset out"),
        .init(
            "a microphone with a space in its name", "booth.yaml", "timings:",
            "audio: { microphone: my mic }\ntimings:",
            prints: "booth.yaml:17:22: error: the SIP agent cannot use the device name 'my mic'; give it a short "
                + "name without spaces in asound.conf and write that"),
        .init(
            "a service number to show with letters", "booth.yaml", "timings:",
            "local:\n  numbers:\n    - { number: 12345a, label: { zh-Hans: 热线, en: Line } }\ntimings:",
            prints: "booth.yaml:19:17: error: the service number '12345a' has more than digits; write "
                + "digits only, in quotes, such as \"12345\""),
        .init(
            "a site that is no address", "booth.yaml", "timings:", "local: { site: www.shanghai.gov.cn }\ntimings:",
            prints: "booth.yaml:17:16: error: 'www.shanghai.gov.cn' is no web address; write one such as "
                + "https://www.shanghai.gov.cn"),
        .init(
            "a bell in a text", "booth.yaml", "en: The shop", "en: \"The\\ashop\"",
            prints: "booth.yaml:4:38: error: 'en' has the control character U+0007; write one line "
                + "without it"),
        .init(
            "an announcement missing", "booth.yaml", "number: PT-0001",
            "number: PT-0001\n  announce: { address: { zh-Hans: 这里, en: Here } }",
            prints: "booth.yaml:3:3: error: announce has no 'unable'; add unable: { zh-Hans: …, en: … }"),
        .init(
            "a target over a trunk that does not exist", "booth.yaml", "\"9990001\"",
            "[{ number: \"9990001\", trunk: dmeo }]",
            prints: "booth.yaml:13:47: error: there is no trunk 'dmeo'; did you mean 'demo'?"),
        .init(
            "a service with an empty list", "booth.yaml", "\"9990001\"", "[]",
            prints: "booth.yaml:13:5: error: 'help-centre' has no number; write at least one"),
        .init(
            "a test call to the police", "booth.yaml", "  services:\n",
            "  self_test: { number: \"110\" }\n  services:\n",
            prints: "booth.yaml:9:24: error: the test number '110' is an emergency number; write the "
                + "number of the help centre's test line"),
        .init(
            "a test call to what foreigners dial", "booth.yaml", "  services:\n",
            "  self_test: { number: \"911\" }\n  services:\n",
            prints: "booth.yaml:9:24: error: the test number '911' is an emergency number; write the "
                + "number of the help centre's test line"),
        .init(
            "a test call at an hour that no day has", "booth.yaml", "  services:\n",
            "  self_test: { number: \"9990009\", at: \"24:10\" }\n  services:\n",
            prints: "booth.yaml:9:39: error: 'at' is a time of day, not '24:10'; write at: \"03:30\""),
        .init(
            "a test call without a number", "booth.yaml", "  services:\n",
            "  self_test: { at: \"03:30\" }\n  services:\n",
            prints: "booth.yaml:9:3: error: self_test has no 'number'; add number: \"9990009\""),
        .init(
            "a caller with a plus sign", "booth.yaml", "  services:\n",
            "  help_centre_callers: [\"+8621\"]\n  services:\n",
            prints: "booth.yaml:9:25: error: a number in help_centre_callers has more than digits; write "
                + "digits only, in quotes, such as \"02162345678\""),
        .init(
            "three mistakes at once", "booth.yaml", "  live: false\n  trunks:",
            "  live: no\n  contrl_port: 4444\n  control_port: 0\n  trunks:",
            prints: "booth.yaml:6:9: error: 'live' is true or false, not 'no'; write true or false",
            "booth.yaml:7:3: error: unknown key 'contrl_port' in telephony; did you mean "
                + "'control_port'?",
            "booth.yaml:8:17: error: 'control_port' is a whole number from 1 to 65535, not '0'; "
                + "write control_port: 1 to 65535"),
    ]
}
