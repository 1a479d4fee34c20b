import KioskCore

extension Painter {
    mutating func drawCall() {
        guard let call = state.call else { return }
        if call.callClass == .emergency { return drawEmergencyCall(call) }
        let name = call.service.map { serviceName($0) } ?? runTitle
        let body = title(name, second: call.isConnected ? length(call) : nil, runStyle)
        var row = 0
        row += paragraph(stage(call), body, row: row, theme.strong)
        row += paragraph(stage(call, second: true), body, row: row, theme.quiet) + 1
        if let ends = call.endsAt {
            let left = (ends - state.now).secondsRoundedUp
            row += paragraph(text(.callLeft, ["seconds": String(left)]), body, row: row, theme.page)
            row += body.height - row > 3 ? 1 : 0
        }
        if call.asking { row += paragraph(text(.callStillThere), body, row: row, theme.strong) }
        if call.isConnected { paragraph(text(.callKeys), body, row: row, theme.quiet) }
        if !settings.telephony.live, body.height > 4 {
            centre(text(.markDemo), body, row: body.height - 1, theme.strong)
        }
        hangUpKey(call)
    }

    private mutating func hangUpKey(_ call: ActiveCall) {
        let armed = call.armed == .hangUp
        let area = layout.tileArea(row: 3, column: 0)
        let wide = Rect(x: area.x, y: area.y, width: frame.size.columns - area.x, height: area.height)
        let key: MessageKey = armed ? .callHangUpOnce : .callHangUp
        tile(.star, wide, label: text(key), second: secondText(key), armed ? theme.notice : theme.plainKey)
    }

    func serviceName(_ service: ServiceID) -> String {
        switch service {
        case .helpCentre: text(.serviceHelpCentre)
        case .hotline: text(.serviceHotline)
        default: EmergencyService(rawValue: service.rawValue).map { text($0.message) } ?? text(.serviceOther)
        }
    }

    // MARK: Emergency

    private mutating func drawEmergencyCall(_ call: ActiveCall) {
        let key = call.emergency?.message ?? .emergencyHelpCentre
        var body = emergencyTitle(text(key), second: secondText(key))
        body.height = frame.size.rows - layout.footer - body.y
        // On small screens the keys matter more than the words to say.
        let actions = actions(of: call)
        let actionRows = actions.count * (body.height >= 20 ? 2 : 1)
        let keysTop = body.height - actionRows
        var row = 0
        left(stage(call), body, row: row, theme.strong)
        right(length(call), body, row: row, theme.strong)
        row += 1
        left(hint(call), body, row: row, theme.page)
        row += 1
        if keysTop - row >= 4 {
            rule(y: body.y + row, x: 1, width: body.width)
            row += 1
            row += sayThis(Rect(x: body.x, y: body.y + row, width: body.width, height: keysTop - row - 1))
        }
        if keysTop > row { rule(y: body.y + keysTop - 1, x: 1, width: body.width) }
        for (index, action) in actions.enumerated() {
            let y = body.y + keysTop + index * (actionRows / actions.count)
            actionRow(action, y: y)
        }
    }

    private struct KeyAction {
        var key: Key
        var label: String
        var second: String
        var style: Style
    }

    private func actions(of call: ActiveCall) -> [KeyAction] {
        var actions: [KeyAction] = []
        if case .switchTo(let service)? = call.armed {
            let values = ["key": String(service.key), "service": text(service.message)]
            actions.append(
                KeyAction(key: .digit(service.key), label: text(.callSwitch, values), second: "", style: theme.notice))
        } else if call.emergency == nil, !call.isConnected {
            actions += EmergencyService.allCases.map {
                KeyAction(
                    key: .digit($0.key), label: text($0.message), second: secondText($0.message),
                    style: theme.emergency)
            }
        }
        if call.isConnected {
            actions += [
                KeyAction(
                    key: .hash, label: text(call.announced == .address ? .callTelling : .callTellAddress),
                    second: secondText(.callTellAddress), style: theme.forwardKey),
                KeyAction(
                    key: .digit(0), label: text(call.announced == .unable ? .callTelling : .callCannotSpeak),
                    second: secondText(.callCannotSpeak), style: theme.forwardKey),
            ]
        }
        let armed = call.armed == .hangUp
        let key: MessageKey = armed ? .callHangUpOnce : .callHangUp
        actions.append(
            KeyAction(
                key: .star, label: text(key), second: secondText(key), style: armed ? theme.notice : theme.plainKey))
        return actions
    }

    private mutating func actionRow(_ action: KeyAction, y: Int) {
        let area = Rect(x: 0, y: y, width: frame.size.columns, height: 1)
        frame.regions.append(HitRegion(area: area, key: action.key))
        let cap = Rect(x: 1, y: y, width: 3, height: 1)
        frame.fill(cap, action.style)
        left(" " + action.key.symbol, cap, row: 0, action.style)
        let room = Rect(x: 5, y: y, width: frame.size.columns - 6, height: 1)
        let style = action.style == theme.notice ? theme.strong : theme.page
        left(action.label, room, row: 0, style)
        if action.label.columns + 2 + action.second.columns <= room.width {
            right(action.second, room, row: 0, theme.quiet)
        }
    }

    private mutating func sayThis(_ area: Rect) -> Int {
        var row = 0
        left([text(.callSayThis), secondText(.callSayThis)].fitting(area.width), area, row: row, theme.quiet)
        row += 1
        for line in settings.booth.sayThis where row < area.height {
            left(line, area, row: row, theme.strong)
            row += 1
        }
        for line in settings.booth.sayThisLatin where row < area.height {
            left(line, area, row: row, theme.page)
            row += 1
        }
        return row
    }

    // MARK: Words

    /// 已拨出 > 已振铃 > 已接通, as far as it is.
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
        case .earlyMedia: return word(.callDialled) + " > " + word(.callEarlyMedia)
        case .connected: return word(.callDialled) + " > " + word(.callRang) + " > " + word(.callConnected)
        }
    }

    private func hint(_ call: ActiveCall) -> String {
        switch call.stage {
        case .connected: [text(.callSpeak), secondText(.callSpeak)].fitting(frame.size.columns - 2)
        case .earlyMedia: [text(.callEarlyMedia), secondText(.callEarlyMedia)].fitting(frame.size.columns - 2)
        default: text(.emergencyStay)
        }
    }

    private func length(_ call: ActiveCall) -> String {
        guard case .connected(let since) = call.stage else { return "" }
        let seconds = Int((state.now - since).wholeMilliseconds / 1000)
        return "\(seconds / 60):\((seconds % 60).twoDigits)"
    }

    // MARK: Incoming

    /// Everything on it answers.
    mutating func drawIncoming() {
        guard let incoming = state.incoming else { return }
        let isEmergency = incoming.callClass == .emergency
        let key = incoming.emergency?.message ?? .emergencyHelpCentre
        let body =
            isEmergency
            ? emergencyTitle(text(key), second: secondText(key))
            : title(text(.serviceHelpCentre), second: secondText(.serviceHelpCentre), theme.forwardKey)
        var row = paragraph(text(.callIncoming), body, row: 0, theme.strong)
        row += paragraph(secondText(.callIncoming), body, row: row, theme.quiet)
        let bottom = frame.size.rows - layout.footer - (layout.size.rows >= 20 ? 1 : 0)
        let height = max(2, bottom - body.y - row - 1)
        let button = Rect(x: 0, y: bottom - height, width: frame.size.columns, height: height)
        frame.fill(button, theme.forwardKey)
        frame.regions.append(HitRegion(area: button, key: .hash))
        let middle = (height - 2) / 2
        centre(text(.callAnswer), button, row: middle, theme.forwardKey)
        centre(secondText(.callAnswer), button, row: middle + 1, theme.forwardKey.plain)
    }

    // MARK: The end

    mutating func drawCallEnded(_ ending: CallEnding) {
        if let emergency = ending.emergency { return drawEmergencyEnded(ending, emergency) }
        let body = title(runTitle, runStyle)
        let key: MessageKey
        switch ending.reason {
        case .ended: key = .callEnded
        case .busy: key = .callBusy
        case .noAnswer: key = .callNoAnswer
        case .failed, .unreached: key = .callFailed
        }
        var row = paragraph(text(key), body, row: 0, theme.strong)
        row += paragraph(secondText(key), body, row: row, theme.quiet) + 1
        if ending.reason == .unreached {
            row += paragraph(text(.callOtherPhone), body, row: row, theme.page)
            for service in [ServiceID.helpCentre, .hotline] where row < body.height {
                guard let number = settings.telephony.services[service] else { continue }
                left(serviceName(service), body, row: row, theme.page)
                right(number, body, row: row, theme.strong)
                row += 1
            }
        }
        if ending.canCallAgain { keys(hash: .callRedial, forward: true) } else { keys() }
    }

    private mutating func drawEmergencyEnded(_ ending: CallEnding, _ service: EmergencyService?) {
        let key = service?.message ?? .emergencyHelpCentre
        let body = emergencyTitle(text(key), second: secondText(key))
        let message: MessageKey = ending.reason == .ended ? .callEnded : .callRetrying
        var row = paragraph(text(message), body, row: 0, theme.strong)
        row += paragraph(secondText(message), body, row: row, theme.quiet) + 1
        let again = service.map { String($0.key) } ?? "SOS"
        row += paragraph(text(.emergencyAgain, ["key": again]), body, row: row, theme.page)
        paragraph(secondText(.emergencyAgain, ["key": again]), body, row: row, theme.quiet)
        keys()
    }
}
