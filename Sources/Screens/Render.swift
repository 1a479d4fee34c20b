public import KioskCore
public import Vocabulary

/// The picture of a state at a size. The function is pure: the same state gives the same frame.
public func render(_ state: State, catalogue: Catalogue, settings: Settings, size: Size) -> Frame {
    // The attract page moves one column left or right from time to time, so that no edge burns in.
    let isAttract = state.session == nil && state.screen == .home
    if isAttract, size.columns > Layout.smallest.columns, let wall = state.wall {
        let narrower = Size(columns: size.columns - 1, rows: size.rows)
        var painter = Painter(state: state, catalogue: catalogue, settings: settings, size: narrower)
        painter.draw()
        let isRight = wall.unixMilliseconds / burnInShift % 2 == 1
        return painter.frame.widened(by: 1, atLeft: isRight)
    }
    var painter = Painter(state: state, catalogue: catalogue, settings: settings, size: size)
    painter.draw()
    return painter.frame
}

/// How long the attract page stays in one place, in milliseconds.
private let burnInShift: Int64 = 600_000

extension Painter {
    mutating func draw() {
        guard frame.size.columns >= Layout.smallest.columns, frame.size.rows >= Layout.smallest.rows else {
            return drawTooSmall()
        }
        if state.session == nil, state.screen == .home { drawAttractHeader() } else { drawHeader() }
        switch state.screen {
        case .home: drawHome()
        case .kept, .choice, .rating: drawOptions()
        case .confirm: drawConfirm()
        case .number(let entry): drawNumber(entry)
        case .request(let screen): drawRequest(screen)
        case .places(let screen): drawPlaces(screen)
        case .information(let screen): drawInformation(screen)
        case .pension(let screen): drawPension(screen)
        case .countdown(let countdown): drawCountdown(countdown)
        case .chooser(let chooser): drawChooser(chooser)
        case .meaning(let question): drawMeaning(question)
        case .call: drawCall()
        case .incoming: drawIncoming()
        case .callEnded(let ending): drawCallEnded(ending)
        case .cannotCall: drawCannotCall()
        case .languages: drawLanguages()
        }
        drawLegend()
        drawFooter()
        drawIdleCountdown()
    }

    private mutating func drawTooSmall() {
        let area = Rect(x: 0, y: 0, width: frame.size.columns, height: frame.size.rows)
        let lines = paragraph(text(.screenTooSmall), area, row: 0, theme.page)
        // The emergency keys work even here, so the page says so.
        paragraph("110: 4   120: 5   119: 6", area, row: lines + 1, theme.strong)
    }
}
