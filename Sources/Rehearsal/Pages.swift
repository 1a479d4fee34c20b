extension Rehearsal {
    /// Every page of the shipped catalogue that a resident may come to, and the letters that lead there.
    public static let pages: [(name: String, keys: String)] = [
        ("attract", ""), ("home", "#"), ("home, platform gone", "p#"), ("home, agent gone", "k#"),
        ("home, last good configuration", "!#"), ("home, emergency cancelled", "5ww*"), ("home, order kept", "1#o*"),
        ("idle countdown", "#ttw"), ("languages", "L"),
        ("taxi", "1"), ("taxi sent", "1#"), ("taxi assigned", "1#o"), ("taxi assigned by a person", "1#O"),
        ("taxi call-back number", "1#o1138"),
        ("taxi cancel", "1#2"), ("taxi failed", "1#f"), ("taxi kept", "1#o*w1"),
        ("clinic", "2"), ("clinic time", "21"), ("clinic check", "211"), ("clinic booked", "211#d"),
        ("number", "3"), ("number typed", "313812345678"), ("number wrong", "3138#"),
        ("free call", "313812345678#a"), ("free call busy", "313812345678#b"),
        ("countdown police", "4w"), ("countdown ambulance", "5w"), ("emergency dialling", "5wwwwwwwww"),
        ("emergency ringing", "5wwwwwwwwwr"), ("emergency connected", "5wwwwwwwwwrawww"),
        ("emergency address told", "5wwwwwwwwwraw#"), ("emergency hanging up", "5wwwwwwwwwraw*"),
        ("emergency another service", "5wwwwwwwwwraw4"), ("emergency ended", "5wwwwwwwwwrawe"),
        ("emergency refused", "5wwwwwwwwwxxxx"), ("chooser", "S"), ("help centre as an emergency", "Swwwwwwwwwww"),
        ("incoming", "c"), ("cannot call", "K5wwwwwwwww"),
        ("nearby", "7"), ("pharmacies", "71"), ("pharmacy", "711"), ("none nearby", "75"),
        ("information", "8"), ("weather", "81"), ("buses", "82"), ("activities", "83"), ("activity", "831"),
        ("service numbers", "84"),
        ("service number", "841"), ("Wi-Fi", "85"), ("notices", "86"),
        ("pension", "9"), ("pension, no reader", "9#"), ("person", "0"), ("person connected", "0a"),
        ("person unreached", "0xxxx"), ("rating", "0awwe"),
    ]
}
