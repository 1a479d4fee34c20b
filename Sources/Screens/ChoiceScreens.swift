import KioskCore

extension Painter {
    mutating func drawKept(_ handle: RequestHandle) {
        guard let order = state.orders.first(where: { $0.handle == handle }),
            let function = catalogue.function(order.function)
        else { return }
        let body = title(
            function.label.text(in: language), second: function.label.text(in: second), theme.tile(function.category))
        flow([option(1, .requestLook), option(2, .requestAnother)], in: body)
        keys()
    }

    mutating func drawChoice(_ step: ChoiceStep) {
        let body = title(step.title.text(in: language), second: step.title.text(in: second), runStyle)
        flow(
            step.options.enumerated().map { index, option in
                .option(
                    Block.Option(
                        key: .digit(index + 1), label: option.label.text(in: language),
                        second: option.label.text(in: second)))
            } + functionsHere, in: body)
        keys()
    }

    /// The functions that stand on the page of the one in use.
    var functionsHere: [Block] {
        guard let run = state.run, run.step == 0 else { return [] }
        return catalogue.functions(onPageOf: run.function).map { digit, function in
            .option(
                Block.Option(
                    key: .digit(digit), label: function.label.text(in: language),
                    second: function.label.text(in: second), detail: mark(of: function).map { text($0) } ?? ""))
        }
    }

    mutating func drawConfirm(_ step: ConfirmStep) {
        let body = title(step.title.text(in: language), second: step.title.text(in: second), runStyle)
        var blocks = chosen.map { Block.words($0.0, second: $0.1, theme.page) }
        let address = settings.booth.address
        blocks.append(.words(address.text(in: language), second: address.text(in: second), theme.strong))
        blocks.append(
            .action(
                Block.KeyAction(
                    key: .hash, label: step.action.text(in: language), second: step.action.text(in: second),
                    style: theme.forwardKey)))
        flow(blocks, in: body)
        keys(hash: step.action.text(in: language), forward: true, hashSecond: step.action.text(in: second))
    }

    /// The labels of what was chosen, in both languages.
    private var chosen: [(String, String)] {
        guard let run = state.run, let function = catalogue.function(run.function) else { return [] }
        return function.steps.compactMap { step in
            guard case .choice(let choice) = step, let id = run.answers[choice.id],
                let option = choice.options.first(where: { $0.id == id })
            else { return nil }
            return (option.label.text(in: language), option.label.text(in: second))
        }
    }

    mutating func drawRating() {
        let body = title(text(.ratingTitle), second: secondText(.ratingTitle), theme.information)
        flow([option(1, .rating1), option(2, .rating2), option(3, .rating3)], in: body)
        keys()
    }

    /// Each language in itself, so that who reads none of the others finds it.
    mutating func drawLanguages() {
        let body = title(
            "语言 Language", second: catalogue.languages.map(\.name).fittingOrMore(frame.size.columns - 17),
            theme.plainKey)
        // The digits 1 to 9; whatever is behind them the language key itself comes to.
        flow(
            catalogue.languages.prefix(9).enumerated().map { index, offered in
                .option(
                    Block.Option(
                        key: .digit(index + 1), label: offered.name,
                        style: offered.code == language ? theme.forwardKey : nil))
            }, in: body)
        keys()
    }

    func option(_ digit: Int, _ key: MessageKey, detail: String = "") -> Block {
        .option(Block.Option(key: .digit(digit), label: text(key), second: secondText(key), detail: detail))
    }

    func action(_ key: Key, _ label: MessageKey, _ style: Style) -> Block {
        .action(Block.KeyAction(key: key, label: text(label), second: secondText(label), style: style))
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
