import KioskCore
import Vocabulary

extension Painter {
    /// Draws a title and the options on its digits.
    mutating func drawOptions() {
        let body = title()
        flow(options(), in: body)
    }

    /// The options among the page's contents, each with its key.
    func options(_ style: Style? = nil) -> [Block] {
        shown.offers(at: .body).map { offer in option(offer, style: style) }
    }

    /// One option with its key.
    func option(_ offer: Offer, second: String? = nil, detail: String? = nil, style: Style? = nil) -> Block {
        .option(
            Block.Option(
                key: offer.key, label: text(offer.words), second: second ?? secondText(offer.words),
                detail: detail ?? offer.mark.map { text($0) } ?? "", style: style))
    }

    /// A line with the key's cap; empty if the page does not offer the key.
    func line(_ key: Key, _ style: Style) -> [Block] {
        guard let offer = shown.offer(for: key) else { return [] }
        return [
            .action(
                Block.KeyAction(
                    key: key, label: text(offer.words), second: secondText(offer.words), style: style))
        ]
    }

    /// The line for `#`, in the colour of the forward key.
    func forwardLine() -> [Block] { line(.hash, theme.forwardKey) }

    mutating func drawConfirm() {
        let body = title()
        var blocks = chosen.map { Block.words($0.0, second: $0.1, theme.page) }
        blocks.append(words(settings.booth.address, theme.strong))
        flow(blocks + forwardLine(), in: body)
    }

    /// The labels of the options chosen, in both languages.
    private var chosen: [(String, String)] {
        guard let run = state.run, let function = catalogue.function(run.function) else { return [] }
        return function.steps.compactMap { step in
            guard case .choice(let choice) = step, let id = run.answers[choice.id],
                let option = choice.options.first(where: { $0.id == id })
            else { return nil }
            return (option.label.text(in: language), option.label.text(in: second))
        }
    }

    /// Draws the list of languages, each named in itself, so that people find it even if they read none of the others.
    mutating func drawLanguages() {
        let body = title(
            shown.title.map { text($0.words) } ?? "",
            second: catalogue.languages.map(\.name).fittingOrMore(frame.size.columns - 17), theme.plainKey)
        flow(
            shown.offers(at: .body).map { option($0, second: "", style: $0.isForward ? theme.forwardKey : nil) },
            in: body)
    }

    func words(_ key: MessageKey, _ style: Style, _ values: [String: String] = [:]) -> Block {
        .words(text(key, values), second: secondText(key, values), style)
    }

    func words(_ words: LocalizedText, _ style: Style) -> Block {
        .words(words.text(in: language), second: words.text(in: second), style)
    }

    func field(_ key: MessageKey, _ value: String, _ style: Style) -> Block {
        .field(text(key), second: secondText(key), value, style)
    }
}
