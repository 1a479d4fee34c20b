import Vocabulary
import KioskCore

extension Painter {
    mutating func drawPension(_ screen: PensionScreen) {
        let body = title()
        let hint = words(.pensionNoReaderHint, theme.page)
        let blocks: [Block] =
            switch screen {
            case .consent: [words(.pensionConsent, theme.page)] + forwardLine()
            case .noReader: [words(.pensionNoReader, theme.strong), hint]
            case .putInAgain: [words(.pensionPutInAgain, theme.strong)]
            case .card: [words(.pensionInsert, theme.strong)]
            case .reading: [words(.pensionReading, theme.strong)]
            case .amount: pensionAmount
            case .unreadable: [words(.pensionUnreadable, theme.strong), hint]
            case .noAnswer: [words(.pensionNoAnswer, theme.strong), hint]
            }
        flow(blocks, in: body)
    }

    private var pensionAmount: [Block] {
        guard let answer = state.card?.answer else { return [] }
        let month = ["year": "\(answer.year)", "month": "\(answer.month)"]
        return [
            words(.pensionMonth, theme.page, month), words(.pensionAmount, theme.strong, ["amount": answer.yuan]),
        ] + (answer.isSimulated ? [words(.pensionSimulated, theme.strong)] : []) + [words(.pensionTakeCard, theme.page)]
    }
}
