import KioskCore
import Vocabulary

extension Painter {
    /// Draws the question of which meaning was intended: the emergency, or what the page would have done. Each is a
    /// large key with its meaning. Nothing else on the page could be taken for a digit to press.
    mutating func drawMeaning(_ question: MeaningQuestion) {
        let body = emergencyTitle()
        let seconds = String((question.until - state.now).secondsRoundedUp)
        let silence: MessageKey = question.silence == .person ? .meaningPersonComes : .meaningPageComes
        let rows = body.height >= 12 ? 3 : 1
        let words = Rect(x: body.x, y: max(body.y, layout.bottom - rows), width: body.width, height: rows)
        drawMeanings(in: Rect(x: 0, y: body.y, width: frame.size.columns, height: words.y - body.y - 1))
        flow([self.words(silence, theme.strong, ["seconds": seconds])], in: words, turning: false)
    }

    /// Draws the keys in rows of two.
    private mutating func drawMeanings(in area: Rect) {
        let offers = shown.offers(at: .body)
        let rows = (offers.count + 1) / 2
        let height = max(2, (area.height - (rows - 1)) / max(1, rows))
        let half = (area.width - 1) / 2
        for (index, offer) in offers.enumerated() {
            let isAlone = index == offers.count - 1 && offers.count % 2 == 1
            let place = Rect(
                x: index % 2 * (half + 1), y: area.y + index / 2 * (height + 1), width: isAlone ? area.width : half,
                height: height)
            tile(
                offer.key, place, label: text(offer.words), second: secondText(offer.words),
                offer.isForward ? theme.forwardKey : theme.emergency)
        }
    }
}
