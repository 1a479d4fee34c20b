import KioskCore

extension Painter {
    /// The emergency and what the page would have done, each a large key with its meaning, and nothing else that a digit
    /// could be taken for.
    mutating func drawMeaning(_ question: MeaningQuestion) {
        let only = question.services.count == 1 ? question.services.first : nil
        let title: MessageKey =
            switch only {
            case .police: .meaningPolice
            case .ambulance: .meaningAmbulance
            case .fire: .meaningFire
            case nil: .meaningHelp
            }
        let body = emergencyTitle(text(title), second: secondText(title))
        let seconds = String((question.until - state.now).secondsRoundedUp)
        let silence: MessageKey = question.silence == .person ? .meaningPersonComes : .meaningPageComes
        let rows = body.height >= 12 ? 3 : 1
        let words = Rect(x: body.x, y: max(body.y, layout.bottom - rows), width: body.width, height: rows)
        drawMeanings(question, in: Rect(x: 0, y: body.y, width: frame.size.columns, height: words.y - body.y - 1))
        flow([self.words(silence, theme.strong, ["seconds": seconds])], in: words, turning: false)
        tile(
            .star, layout.tileArea(row: 3, column: 0), label: text(.keyBack), second: secondText(.keyBack),
            theme.plainKey)
    }

    /// Two keys side by side, or two rows of them.
    private mutating func drawMeanings(_ question: MeaningQuestion, in area: Rect) {
        let count = question.services.count + 1
        let rows = (count + 1) / 2
        let height = max(2, (area.height - (rows - 1)) / rows)
        let half = (area.width - 1) / 2
        for index in 0..<count {
            let isAlone = index == count - 1 && count % 2 == 1
            let place = Rect(
                x: index % 2 * (half + 1), y: area.y + index / 2 * (height + 1), width: isAlone ? area.width : half,
                height: height)
            guard index < question.services.count else {
                let (label, second) = words(for: question.answer)
                tile(.hash, place, label: label, second: second, theme.forwardKey)
                continue
            }
            let service = question.services[index]
            tile(
                .digit(service.key), place, label: text(service.message), second: secondText(service.message),
                theme.emergency)
        }
    }

    /// What `#` does, in both languages.
    private func words(for answer: MeaningQuestion.Answer) -> (String, String) {
        switch answer {
        case .person:
            if let person = catalogue.function(onKey: 0) { return labels(of: person) }
            return (text(.keyPerson), secondText(.keyPerson))
        case .order: return (text(.requestLook), secondText(.requestLook))
        case .cancelOrder: return (text(.meaningCancelOrder), secondText(.meaningCancelOrder))
        case .page(let id):
            if let function = id.flatMap({ catalogue.function($0) }) { return labels(of: function) }
            return (text(.meaningBack), secondText(.meaningBack))
        case .back: return (text(.meaningBack), secondText(.meaningBack))
        }
    }

    private func labels(of function: Function) -> (String, String) {
        (function.label.text(in: language), function.label.text(in: second))
    }
}
