import Vocabulary

/// Lays out blocks as rows of text.
extension Painter {
    func chunk(_ block: Block, width: Int, density: Density) -> Chunk {
        switch block {
        case .words(let text, let second, let style):
            var rows = TextFlow.lines(text, width: width).map { [Chunk.Piece(x: 0, text: $0, style: style)] }
            if density.hasSecondLanguage, !second.isEmpty, second != text {
                rows += TextFlow.lines(second, width: width).map { [Chunk.Piece(x: 0, text: $0, style: theme.quiet)] }
            }
            return Chunk(rows, splits: true)
        case .field(let name, let second, let value, let style):
            return field(name, second, value, style, width, density)
        case .number(let number, let lines, let plain):
            return self.number(number, lines, plain, width, density)
        case .digits(let groups, let large): return digits(groups, large && density != .tight, width, density)
        case .departure(let line, let when, let towards): return departure(line, when, towards, width, density)
        case .spoken(let label, let lines, let latin):
            func rows(_ lines: [String], _ style: Style) -> [[Chunk.Piece]] {
                lines.flatMap { TextFlow.lines($0, width: width) }.map { [Chunk.Piece(x: 0, text: $0, style: style)] }
            }
            return Chunk(
                rows([label], theme.quiet) + rows(lines, theme.strong)
                    + (density == .tight ? [] : rows(latin, theme.page)))
        case .option(let option): return self.option(option, width, density)
        case .action(let action): return self.action(action, width, density)
        case .code(let code, let caption):
            let x = (width - code.columns) / 2
            let lines = caption.isEmpty ? [] : TextFlow.lines(caption, width: width)
            let words = lines.map { [Chunk.Piece(x: 0, text: $0, style: theme.quiet)] }
            return Chunk(
                words + code.lines.map { [Chunk.Piece(x: x, text: $0, style: theme.code)] }, isCode: true)
        }
    }

    private func field(
        _ name: String, _ second: String, _ value: String, _ style: Style, _ width: Int, _ density: Density
    ) -> Chunk {
        let both = [name, density.hasSecondLanguage ? second : ""].filter { !$0.isEmpty }.fitting(width)
        if density == .airy {
            let lines = TextFlow.lines(value, width: width)
            return Chunk(
                [[Chunk.Piece(x: 0, text: both, style: theme.quiet)]]
                    + lines.map { [Chunk.Piece(x: 0, text: $0, style: style)] })
        }
        // The values form a column, as long as the names are short enough.
        let x = max(name.columns + 2, min(12, width / 3))
        let lines = TextFlow.lines(value, width: max(1, width - x))
        return Chunk(
            lines.enumerated().map { index, line in
                let piece = Chunk.Piece(x: x, text: line, style: style)
                return index == 0 ? [Chunk.Piece(x: 0, text: name, style: theme.quiet), piece] : [piece]
            }, splits: true)
    }

    private func number(
        _ number: String, _ lines: [Block.Line], _ plain: String, _ width: Int, _ density: Density
    ) -> Chunk {
        let scale = density == .airy ? 2 : 1
        let columns = BigDigits.width(number, scale: scale)
        let beside = max(0, lines.map(\.text.columns).max() ?? 0)
        guard density != .tight, columns + 2 + beside <= width else {
            if density == .airy { return self.number(number, lines, plain, width, .spaced) }
            return Chunk(
                TextFlow.lines(plain, width: width).map { [Chunk.Piece(x: 0, text: $0, style: theme.strong)] },
                splits: true)
        }
        var rows = BigDigits.rows(number, scale: scale).map { [Chunk.Piece(x: 0, text: $0, style: theme.strong)] }
        let top = max(0, rows.count - lines.count)
        for (index, line) in lines.enumerated() where top + index < rows.count {
            rows[top + index].append(Chunk.Piece(x: columns + 2, text: line.text, style: line.style))
        }
        return Chunk(rows)
    }

    /// As many groups side by side as there is room for, all of the same size.
    private func digits(_ groups: [String], _ large: Bool, _ width: Int, _ density: Density) -> Chunk {
        let scale = density == .airy && groups.allSatisfy { BigDigits.width($0, scale: 2) <= width } ? 2 : 1
        guard large, groups.allSatisfy({ BigDigits.width($0) <= width }) else {
            let lines = TextFlow.lines(groups.joined(separator: " "), width: width)
            return Chunk(lines.map { [Chunk.Piece(x: 0, text: $0, style: theme.strong)] })
        }
        var lines: [String] = []
        for group in groups {
            let longer = (lines.last.map { $0 + " " } ?? "") + group
            if !lines.isEmpty, BigDigits.width(longer, scale: scale) <= width { lines.removeLast() }
            lines.append(BigDigits.width(longer, scale: scale) <= width ? longer : group)
        }
        return Chunk(
            lines.flatMap { BigDigits.rows($0, scale: scale) }.map {
                [Chunk.Piece(x: 0, text: $0, style: theme.strong)]
            })
    }

    private func departure(
        _ line: String, _ when: String, _ towards: String, _ width: Int, _ density: Density
    ) -> Chunk {
        var rows = [[Chunk.Piece(x: 0, text: line, style: theme.strong)]]
        if line.columns + 2 + when.columns <= width {
            rows[0].append(Chunk.Piece(x: width - when.columns, text: when, style: theme.page))
        } else {
            rows += TextFlow.lines(when, width: width).map { [Chunk.Piece(x: 0, text: $0, style: theme.page)] }
        }
        let between = line.columns + 2
        if density == .tight, rows.count == 1, !towards.contains("\n"),
            between + towards.columns + 2 + when.columns <= width
        {
            rows[0].append(Chunk.Piece(x: between, text: towards, style: theme.quiet))
        } else if !towards.isEmpty {
            rows += TextFlow.lines(towards, width: width).map { [Chunk.Piece(x: 0, text: $0, style: theme.quiet)] }
        }
        return Chunk(rows)
    }

    private func option(_ option: Block.Option, _ width: Int, _ density: Density) -> Chunk {
        let style = option.style ?? theme.information
        let digit = option.key.symbol
        guard density == .airy || density == .spaced else {
            return listed(option, width, density, style)
        }
        let x = 8
        var texts = TextFlow.lines(option.label, width: width - x - 1).prefix(2).map { ($0, style) }
        if texts.count < 2, !option.second.isEmpty { texts.append((option.second, style.plain)) }
        if !option.detail.isEmpty { texts.append((option.detail, style)) }
        let blank: [[Chunk.Piece]] = density == .airy ? [[]] : []
        var rows = BigDigits.rows(digit).map { [Chunk.Piece(x: 1, text: $0, style: style)] }
        let top = texts.count >= 3 ? 0 : 1
        for (index, text) in texts.prefix(3).enumerated() {
            rows[top + index].append(Chunk.Piece(x: x, text: text.0, style: text.1))
        }
        return Chunk(rows + blank, fill: style, key: option.key)
    }

    /// One or two rows with a small digit.
    private func listed(_ option: Block.Option, _ width: Int, _ density: Density, _ style: Style) -> Chunk {
        let room = width - 5 - (option.detail.isEmpty ? 0 : option.detail.columns + 1)
        let lines = TextFlow.lines(option.label, width: max(1, room))
        var rows = lines.map { [Chunk.Piece(x: 4, text: $0, style: style)] }
        rows[0].insert(Chunk.Piece(x: 1, text: option.key.symbol, style: style), at: 0)
        if !option.detail.isEmpty {
            rows[0].append(Chunk.Piece(x: width - 1 - option.detail.columns, text: option.detail, style: style))
        }
        if density.hasSecondLanguage, !option.second.isEmpty {
            rows += TextFlow.lines(option.second, width: max(1, width - 5)).map {
                [Chunk.Piece(x: 4, text: $0, style: style.plain)]
            }
        }
        if density != .tight, rows.count < 2 { rows.append([]) }
        return Chunk(rows, fill: style, key: option.key)
    }

    private func action(_ action: Block.KeyAction, _ width: Int, _ density: Density) -> Chunk {
        let style = action.style == theme.notice ? theme.strong : theme.page
        let cap = " " + action.key.symbol + " "
        let x = cap.columns + 1
        var rows = TextFlow.lines(action.label, width: max(1, width - x)).map {
            [Chunk.Piece(x: x, text: $0, style: style)]
        }
        rows[0].insert(Chunk.Piece(x: 0, text: cap, style: action.style), at: 0)
        let second = action.second == action.label ? "" : action.second
        if density.hasSecondLanguage || rows.count == 1, !second.isEmpty {
            if rows.count == 1, x + action.label.columns + 2 + second.columns <= width {
                rows[0].append(Chunk.Piece(x: width - second.columns, text: second, style: theme.quiet))
            } else if density.hasSecondLanguage {
                rows += TextFlow.lines(second, width: max(1, width - x)).map {
                    [Chunk.Piece(x: x, text: $0, style: theme.quiet)]
                }
            }
        }
        // A finger needs 12 mm, which is more than one row.
        if density != .tight, rows.count < 2 { rows.append([]) }
        return Chunk(rows, key: action.key)
    }
}
