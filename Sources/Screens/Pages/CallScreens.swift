import Basics
import KioskCore
import Vocabulary

extension Painter {
    mutating func drawCall() {
        guard let call = state.call else { return }
        if call.callClass == .emergency { return drawEmergencyCall(call) }
        let isSmall = layout.body.height < 9
        let body = title(atMost: isSmall ? 1 : 3)
        // On the smallest page, one language is enough.
        var blocks: [Block] = [
            .departure(line: stage(call), when: length(call), towards: isSmall ? "" : stage(call, second: true))
        ]
        if let ends = call.endsAt {
            blocks.append(words(.callLeft, theme.page, ["seconds": String((ends - state.now).secondsRoundedUp)]))
        }
        if call.asking { blocks.append(words(.callStillThere, theme.strong)) }
        let trouble = trouble(call)
        if let trouble { blocks.append(words(trouble, theme.strong)) }
        // On the smallest page there is room for one of the two.
        if call.isConnected, trouble == nil || !isSmall { blocks.append(words(.callKeys, theme.page)) }
        if !settings.telephony.live { blocks.append(words(.markDemo, theme.strong)) }
        // The number of an incoming call is not shown, because callers can claim any number.
        if let number = call.number, call.caller == nil {
            blocks.insert(self.number(called: number, besides: blocks, in: body), at: 0)
        }
        flow(blocks, in: body, turning: false)
        drawWideKey(call)
    }

    /// Draws the key that hangs up, or a button for "any key" while "still there?" is asked.
    private mutating func drawWideKey(_ call: ActiveCall) {
        guard let offer = shown.offer(for: .star) else { return }
        let area = layout.tileArea(row: 3, column: 0)
        let wide = Rect(x: area.x, y: area.y, width: frame.size.columns - area.x, height: area.height)
        let style = call.asking ? theme.forwardKey : call.armed == .hangUp ? theme.notice : theme.plainKey
        tile(.star, wide, label: text(offer.words), second: secondText(offer.words), style)
    }

    /// The number as it is spoken, drawn large if the rest of the page still has room in two languages.
    private func number(called number: String, besides blocks: [Block], in body: Rect) -> Block {
        // Short numbers are spoken as one group.
        let groups = number.count <= 6 ? [number] : NumberPolicy.groups(number)
        let large = Block.digits(groups, large: true)
        let rows = ([large] + blocks).map { chunk($0, width: body.width, density: .dense).rows.count }.reduce(0, +)
        return rows <= body.height ? large : .digits(groups, large: false)
    }

    // MARK: Emergency

    private mutating func drawEmergencyCall(_ call: ActiveCall) {
        // The name of an emergency service includes its number. On the smallest page there is no room for the number of
        // the help centre beside the keys.
        let isHelpCentre = call.emergency == nil && call.caller == nil
        var body = emergencyTitle(number: isHelpCentre && layout.size.rows >= 14 ? call.number : nil)
        body.height = frame.size.rows - layout.footer - body.y
        // The notice that a side is not heard is as prominent as the stage, and in both languages if there is room.
        let trouble = trouble(call)
        let isRoomy = trouble != nil && layout.size.rows >= 20
        var blocks: [Block] = [
            .departure(line: stage(call), when: length(call), towards: isRoomy ? "" : hint(call))
        ]
        if isRoomy, let trouble { blocks.append(words(trouble, theme.strong)) }
        let booth = settings.booth
        // What nobody would hear is not asked for.
        if !booth.sayThis.isEmpty, !call.isMute {
            let label = [text(.callSayThis), secondText(.callSayThis)].fitting(body.width)
            blocks.append(.spoken(label: label, lines: booth.sayThis, latin: booth.sayThisLatin))
        }
        blocks += shown.offers(at: .body).map { option($0, style: style(of: $0, call)) }
        flow(blocks, in: body, turning: false)
    }

    /// The style of an option. A key that was pressed once already stands out, and so does an announcement being
    /// played.
    private func style(of offer: Offer, _ call: ActiveCall) -> Style {
        switch (offer.key, call.armed) {
        case (.star, .hangUp): theme.notice
        case (.star, _): theme.plainKey
        case (.digit(let digit), .switchTo(let service)) where service.key == digit: theme.notice
        case (.digit(let digit), _) where EmergencyService(key: digit) != nil: theme.emergency
        case (.hash, _): call.announced == .address ? theme.notice : theme.information
        default: call.announced == .unable ? theme.notice : theme.information
        }
    }

    // MARK: Words

    /// The stages that the call has reached: 已拨出 > 已振铃 > 已接通.
    private func stage(_ call: ActiveCall, second: Bool = false) -> String {
        func word(_ key: MessageKey) -> String { second ? secondText(key) : text(key) }
        switch call.stage {
        case .waiting(let until):
            let seconds = (until - state.now).secondsRoundedUp
            return seconds > 3
                ? (second
                    ? secondText(.callRetryIn, ["seconds": String(seconds)])
                    : text(.callRetryIn, ["seconds": String(seconds)]))
                : word(call.reconnecting ? .callReconnecting : .callRetrying)
        case .dialling:
            if call.reconnecting { return word(.callReconnecting) }
            return word(.callDialled)
        case .ringing: return word(.callDialled) + " > " + word(.callRang)
        // The resident is asked to listen only if early media really brings sound.
        case .earlyMedia where call.callClass == .emergency && !call.hears: return word(.callDialled)
        case .earlyMedia: return word(.callDialled) + " > " + word(.callEarlyMedia)
        case .connected: return word(.callDialled) + " > " + word(.callRang) + " > " + word(.callConnected)
        }
    }

    private func hint(_ call: ActiveCall) -> String {
        func both(_ key: MessageKey) -> String { [text(key), secondText(key)].fitting(frame.size.columns - 2) }
        // While a second line is tried, the far side of the first may still be listening.
        if let trouble = trouble(call) { return both(trouble) }
        switch call.stage {
        case .connected: return both(.callSpeak)
        case .earlyMedia: return both(call.hears ? .callEarlyMedia : .callNoSound)
        case .dialling where call.isOverAnotherLine && !call.reconnecting: return both(.callOtherLine)
        default: return text(.emergencyStay)
        }
    }

    /// Which side is not heard. That the resident is not is worse, and worse still without knowing that help knows where.
    private func trouble(_ call: ActiveCall) -> MessageKey? {
        if call.isMute { return call.isAddressTold ? .callMuteTold : .callMute }
        return call.nothingHeard ? .callNothingHeard : nil
    }

    private func length(_ call: ActiveCall) -> String {
        guard case .connected(let since) = call.stage else { return "" }
        let seconds = Int((state.now - since).wholeMilliseconds / 1000)
        return "\(seconds / 60):\((seconds % 60).twoDigits)"
    }

    // MARK: Incoming

    /// Draws the page for an incoming call, on which every key answers.
    mutating func drawIncoming() {
        guard let incoming = state.incoming, let answer = shown.offers.first else { return }
        let body = incoming.isService ? emergencyTitle() : title()
        let bottom = frame.size.rows - layout.footer - (layout.size.rows >= 20 ? 1 : 0)
        let height = bottom - body.y >= 16 ? 9 : bottom - body.y >= 8 ? 5 : 2
        let button = Rect(x: 0, y: bottom - height, width: frame.size.columns, height: height)
        flow(
            [words(.callIncoming, theme.strong)],
            in: Rect(x: body.x, y: body.y, width: body.width, height: button.y - body.y), turning: false)
        frame.fill(button, theme.forwardKey)
        frame.regions.append(HitRegion(area: button, key: answer.key))
        let middle = (height - 2) / 2
        centre(text(answer.words), button, row: middle, theme.forwardKey)
        centre(secondText(answer.words), button, row: middle + 1, theme.forwardKey.plain)
    }

    // MARK: The end

    mutating func drawCallEnded(_ ending: CallEnding) {
        if let emergency = ending.emergency { return drawEmergencyEnded(ending, emergency) }
        let body = title()
        let key: MessageKey
        switch ending.reason {
        case .ended: key = .callEnded
        case .busy: key = .callBusy
        case .noAnswer: key = .callNoAnswer
        case .failed, .unreached: key = .callFailed
        }
        var blocks = [words(key, theme.strong)]
        if ending.reason == .unreached {
            blocks.append(words(.callOtherPhone, theme.page))
            for service in [ServiceID.helpCentre, .hotline] {
                guard let number = settings.telephony.services[service] else { continue }
                blocks.append(.field(text(service.message), number, theme.strong))
            }
        }
        flow(blocks, in: body)
    }

    private mutating func drawEmergencyEnded(_ ending: CallEnding, _ service: EmergencyService?) {
        let body = emergencyTitle()
        let what: MessageKey = ending.reason == .ended ? .callEnded : .callNotConnected
        // The SOS key is in the footer of every page, so the contents only mention it.
        let again = service == nil ? [words(.emergencyAgain, theme.page, ["key": "SOS"])] : options(theme.emergency)
        flow([words(what, theme.strong)] + again, in: body)
    }
}
