public import Vocabulary

extension Page {
    /// One line for each key that does something here: the key, what it does, and the sentence that says so. It shows
    /// technicians what `functions.yaml` and the language files have made of a page.
    public func listing(in code: LanguageCode, of catalogue: Catalogue) -> [String] {
        let prompts = catalogue.languages.first { $0.code == code }?.prompts ?? [:]
        return offers.map { offer in
            let mark = offer.mark.map { " (" + catalogue.text($0, in: code) + ")" } ?? ""
            let words = offer.words.text(in: code, of: catalogue)
            return "\(offer.key.sign)  \(words)\(mark)  \(offer.place.name)  \(offer.said.sentence(prompts))"
        }
    }
}

extension Key {
    /// The key as it is written on the keypad, padded to one width.
    fileprivate var sign: String {
        switch self {
        case .digit(let digit): "\(digit)  "
        case .star: "*  "
        case .hash: "#  "
        case .sos: "SOS"
        case .language: "F12"
        case .volume: "F9 "
        case .contrast: "F8 "
        }
    }
}

extension Offer.Place {
    fileprivate var name: String {
        switch self {
        case .legend: "[bottom row]"
        case .body: "[page]"
        case .tile: "[tile]"
        case .field: "[any key of the field]"
        case .unseen: "[not shown, as on home]"
        }
    }
}

extension Offer.Said {
    fileprivate func sentence(_ prompts: [PromptKey: String]) -> String {
        switch self {
        case .part(.prompt(let key)), .part(.sentence(.own(let key, _), _)):
            prompts[key].map { "\"\($0)\"" } ?? key.rawValue
        case .part: "said with what the page shows"
        case .earlier(let key): "said before: " + (prompts[key].map { "\"\($0)\"" } ?? key.rawValue)
        case .onHome: "said on home"
        case .nowhere: "not said"
        }
    }
}
