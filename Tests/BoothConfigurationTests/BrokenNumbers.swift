extension BrokenConfiguration {
    /// Numbers in `booth.yaml` that are not what they stand for.
    static let numbers: [BrokenConfiguration] = [
        .init(
            "the police with a digit too many", "booth.yaml", "\"110\"", "\"1100\"",
            prints: "booth.yaml:10:13: error: the number of 'police' is 1100, at which nobody answers for it; write "
                + "\"110\", or the whole number of the place that does"),
        .init(
            "the fire brigade for the ambulance", "booth.yaml", "\"120\"", "\"119\"",
            prints: "booth.yaml:11:16: error: the number of 'ambulance' is 119: the fire brigade; write \"120\""),
        .init(
            "the traffic police for the police", "booth.yaml", "\"110\"", "\"122\"",
            prints: "booth.yaml:10:13: error: the number of 'police' is 122: the traffic police; write \"110\""),
        .init(
            "the city's hotline for the fire brigade", "booth.yaml", "\"119\"", "\"12345\"",
            prints: "booth.yaml:12:11: error: the number of 'fire' is 12345: the city's hotline; write \"119\""),
        .init(
            "the police of another country", "booth.yaml", "\"110\"", "\"911\"",
            prints: "booth.yaml:10:13: error: the number of 'police' is 911: the emergency number of North America; "
                + "write \"110\""),
        .init(
            "the ambulance's own line", "booth.yaml", "\"120\"", "\"02155550120\"",
            prints: "booth.yaml:11:16: warning: the number of 'ambulance' is 02155550120, which is not known; write "
                + "\"120\", or make sure with the service itself that it answers there"),
        .init(
            "the ambulance of a place by its code", "booth.yaml", "\"120\"", "\"021120\"",
            prints: "booth.yaml:11:16: warning: the number of 'ambulance' is 021120: 120 of the place with that code; "
                + "write \"120\", or make sure that the booth stands there"),
        .init(
            "another service of a place by its code", "booth.yaml", "\"120\"", "\"0086512119\"",
            prints: "booth.yaml:11:16: error: the number of 'ambulance' is 0086512119: the fire brigade; write \"120\""),
        .init(
            "a number longer than any", "booth.yaml", "\"120\"", "\"1201201201201201\"",
            prints:
                "booth.yaml:11:16: error: the number of 'ambulance' is 1201201201201201, at which nobody answers for "
                + "it; write \"120\", or the whole number of the place that does"),
        .init(
            "the second of two targets", "booth.yaml", "\"120\"", "[\"120\", { number: \"110\", trunk: demo }]",
            prints: "booth.yaml:11:34: error: the number of 'ambulance' is 110: the police; write \"120\""),
        .init(
            "the police for the help centre", "booth.yaml", "\"9990001\"", "\"110\"",
            prints: "booth.yaml:13:18: error: the number of 'help-centre' is 110: the police; write the number of "
                + "'help-centre' itself"),
        .init(
            "the police of a place for the help centre", "booth.yaml", "\"9990001\"", "[\"9990001\", \"021110\"]",
            prints: "booth.yaml:13:30: error: the number of 'help-centre' is 021110: the police; write the number of "
                + "'help-centre' itself"),
        .init(
            "a hotline that is none", "booth.yaml", "help-centre: \"9990001\"",
            "help-centre: \"9990001\"\n    hotline: \"12354\"",
            prints: "booth.yaml:14:14: warning: the number of 'hotline' is 12354, which is not known as the city's "
                + "hotline; write \"12345\", or make sure of it with a call"),
        .init(
            "a hotline for emergencies", "booth.yaml", "help-centre: \"9990001\"",
            "help-centre: \"9990001\"\n    hotline: \"999\"",
            prints:
                "booth.yaml:14:14: error: the number of 'hotline' is 999: an emergency number of Hong Kong and other "
                + "places; write the number of 'hotline' itself"),
        .init(
            "a service of one's own that is an emergency's", "booth.yaml", "help-centre: \"9990001\"",
            "help-centre: \"9990001\"\n    doctor: \"120\"",
            prints:
                "booth.yaml:14:13: error: the number of 'doctor' is 120: the ambulance; write the number of 'doctor' "
                + "itself"),
        .init(
            "a help centre on the ambulance's own line", "booth.yaml",
            "\"120\"\n    fire: \"119\"\n    help-centre: \"9990001\"",
            "\"02155550120\"\n    fire: \"119\"\n    help-centre: \"02155550120\"",
            prints: "booth.yaml:11:16: warning: the number of 'ambulance' is 02155550120, which is not known; write "
                + "\"120\", or make sure with the service itself that it answers there",
            "booth.yaml:13:18: error: the number of 'help-centre' is 02155550120: that of 'ambulance'; write a number of "
                + "its own"),
        .init(
            "the police among the help centre's callers", "booth.yaml", "  services:\n",
            "  help_centre_callers: [\"02162345678\", \"110\"]\n  services:\n",
            prints: "booth.yaml:9:40: error: a number in help_centre_callers is an emergency number: '110'; write only "
                + "numbers from which the help centre itself calls"),
        .init(
            "a test call to the police of a place", "booth.yaml", "  services:\n",
            "  self_test: { number: \"021110\" }\n  services:\n",
            prints: "booth.yaml:9:24: error: the test number '021110' is an emergency number; write the number of the "
                + "help centre's test line"),
    ]
}
