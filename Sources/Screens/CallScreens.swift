import KioskCore

extension Painter {
    mutating func drawCall() {
        guard let call = state.call else { return }
        if call.callClass == .emergency { return drawEmergencyCall(call) }
        let isSmall = layout.body.height < 9
        let (name, second) = nameCalled(call)
        let body = title(name, second: second, runStyle, atMost: isSmall ? 1 : 3)
        // Where there is least room, one language will do.
        var blocks: [Block] = [
            .departure(line: stage(call), when: length(call), towards: isSmall ? "" : stage(call, second: true))
        ]
        if let ends = call.endsAt {
            blocks.append(words(.callLeft, theme.page, ["seconds": String((ends - state.now).secondsRoundedUp)]))
        }
        if call.asking { blocks.append(words(.callStillThere, theme.strong)) }
        if call.nothingHeard { blocks.append(words(.callNothingHeard, theme.strong)) }
        if call.isConnected { blocks.append(words(.callKeys, theme.page)) }
        if !settings.telephony.live { blocks.append(words(.markDemo, theme.strong)) }
        // A caller's number is what they say of themselves.
        if let number = call.number, call.caller == nil {
            blocks.insert(self.number(called: number, besides: blocks, in: body), at: 0)
        }
        flow(blocks, in: body, turning: false)
        hangUpKey(call)
    }

    private mutating func hangUpKey(_ call: ActiveCall) {
        let armed = call.armed == .hangUp
        let area = layout.tileArea(row: 3, column: 0)
        let wide = Rect(x: area.x, y: area.y, width: frame.size.columns - area.x, height: area.height)
        let key: MessageKey = armed ? .callHangUpOnce : .callHangUp
        tile(.star, wide, label: text(key), second: secondText(key), armed ? theme.notice : theme.plainKey)
    }

    /// The number as it is spoken, drawn large if all the rest of the page still has room in two languages.
    private func number(called number: String, besides blocks: [Block], in body: Rect) -> Block {
        // Short numbers are spoken in one.
        let groups = number.count <= 6 ? [number] : NumberPolicy.groups(number)
        let large = Block.digits(groups, large: true)
        let rows = ([large] + blocks).map { chunk($0, width: body.width, density: .dense).rows.count }.reduce(0, +)
        return rows <= body.height ? large : .digits(groups, large: false)
    }

    /// Who is on the line: somebody who called is no service, whatever they say.
    private func nameCalled(_ call: ActiveCall) -> (String, String?) {
        guard let key = unnamed(call) else { return nameCalled(call.service, call.name) }
        return (text(key), secondText(key))
    }

    /// What a call is titled of which nobody here knows who it is.
    private func unnamed(_ call: ActiveCall) -> MessageKey? {
        switch call.caller {
        case .anybody?: .callCaller
        case .unknown?: .callUnknown
        case .service?, nil: nil
        }
    }

    /// Who is called, in both languages: a service, what a page offered by a name, or else what the function is for.
    private func nameCalled(_ service: ServiceID?, _ name: LocalizedText?) -> (String, String?) {
        if let service { return (serviceName(service, in: language), serviceName(service, in: second)) }
        if let name { return (name.text(in: language), name.text(in: second)) }
        return (runTitle, runSecondTitle)
    }

    func serviceName(_ service: ServiceID) -> String { serviceName(service, in: language) }

    private func serviceName(_ service: ServiceID, in language: LanguageCode) -> String {
        let key: MessageKey
        switch service {
        case .helpCentre: key = .serviceHelpCentre
        case .hotline: key = .serviceHotline
        default: key = EmergencyService(rawValue: service.rawValue)?.message ?? .serviceOther
        }
        return catalogue.text(key, in: language)
    }

    // MARK: Emergency

    private mutating func drawEmergencyCall(_ call: ActiveCall) {
        let key = unnamed(call) ?? call.emergency?.message ?? .emergencyHelpCentre
        // A service's name has its number; the help centre's gives way to the keys on the smallest page.
        let isHelpCentre = call.emergency == nil && call.caller == nil
        let number = isHelpCentre && layout.size.rows >= 14 ? call.number : nil
        var body = emergencyTitle(
            [text(key), number].compactMap { $0 }.joined(separator: " "), second: secondText(key))
        body.height = frame.size.rows - layout.footer - body.y
        // That nothing is heard is said as loudly as the stage, and in both languages where there is room.
        let isRoomy = call.nothingHeard && layout.size.rows >= 20
        var blocks: [Block] = [
            .departure(line: stage(call), when: length(call), towards: isRoomy ? "" : hint(call))
        ]
        if isRoomy { blocks.append(words(.callNothingHeard, theme.strong)) }
        let booth = settings.booth
        if !booth.sayThis.isEmpty {
            let label = [text(.callSayThis), secondText(.callSayThis)].fitting(body.width)
            blocks.append(.spoken(label: label, lines: booth.sayThis, latin: booth.sayThisLatin))
        }
        blocks += actions(of: call)
        flow(blocks, in: body, turning: false)
    }

    private func actions(of call: ActiveCall) -> [Block] {
        func button(_ key: Key, _ label: MessageKey, _ style: Style) -> Block {
            .option(Block.Option(key: key, label: text(label), second: secondText(label), style: style))
        }
        func telling(_ announcement: Announcement, _ key: Key, _ label: MessageKey) -> Block {
            call.announced == announcement
                ? button(key, .callTelling, theme.notice) : button(key, label, theme.information)
        }
        var actions: [Block] = []
        if case .switchTo(let service)? = call.armed {
            let values = ["key": String(service.key), "service": text(service.message)]
            actions.append(
                .option(
                    Block.Option(
                        key: .digit(service.key), label: text(.callSwitch, values), style: theme.notice)))
        } else if call.emergency == nil, !call.isConnected {
            actions += EmergencyService.allCases.map { button(.digit($0.key), $0.message, theme.emergency) }
        }
        if call.isConnected {
            actions.append(
                telling(.address, .hash, .callTellAddress))
            actions.append(
                telling(.unable, .digit(0), .callCannotSpeak))
        }
        let armed = call.armed == .hangUp
        actions.append(
            button(.star, armed ? .callHangUpOnce : .callHangUp, armed ? theme.notice : theme.plainKey))
        return actions
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
        // Only a line that speaks is to be listened to.
        case .earlyMedia where call.callClass == .emergency && !call.hears: return word(.callDialled)
        case .earlyMedia: return word(.callDialled) + " > " + word(.callEarlyMedia)
        case .connected: return word(.callDialled) + " > " + word(.callRang) + " > " + word(.callConnected)
        }
    }

    private func hint(_ call: ActiveCall) -> String {
        func both(_ key: MessageKey) -> String { [text(key), secondText(key)].fitting(frame.size.columns - 2) }
        // While a second line is tried the first may still be listening.
        if call.nothingHeard { return both(.callNothingHeard) }
        switch call.stage {
        case .connected: return both(.callSpeak)
        case .earlyMedia: return both(call.hears ? .callEarlyMedia : .callNoSound)
        case .dialling where call.isOverAnotherLine && !call.reconnecting: return both(.callOtherLine)
        default: return text(.emergencyStay)
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
        let key = incoming.emergency?.message ?? .emergencyHelpCentre
        let body =
            incoming.isService
            ? emergencyTitle(text(key), second: secondText(key))
            : title(text(.callCaller), second: secondText(.callCaller), theme.forwardKey)
        let bottom = frame.size.rows - layout.footer - (layout.size.rows >= 20 ? 1 : 0)
        let height = bottom - body.y >= 16 ? 9 : bottom - body.y >= 8 ? 5 : 2
        let button = Rect(x: 0, y: bottom - height, width: frame.size.columns, height: height)
        flow(
            [words(.callIncoming, theme.strong)],
            in: Rect(x: body.x, y: body.y, width: body.width, height: button.y - body.y), turning: false)
        frame.fill(button, theme.forwardKey)
        frame.regions.append(HitRegion(area: button, key: .hash))
        let middle = (height - 2) / 2
        centre(text(.callAnswer), button, row: middle, theme.forwardKey)
        centre(secondText(.callAnswer), button, row: middle + 1, theme.forwardKey.plain)
    }

    // MARK: The end

    mutating func drawCallEnded(_ ending: CallEnding) {
        if let emergency = ending.emergency { return drawEmergencyEnded(ending, emergency) }
        let (name, second) = nameCalled(nil, ending.name)
        let body = title(name, second: second, runStyle)
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
                blocks.append(.field(serviceName(service), number, theme.strong))
            }
        }
        flow(blocks, in: body)
        if ending.canCallAgain { keys(hash: .callRedial, forward: true) } else { keys() }
    }

    private mutating func drawEmergencyEnded(_ ending: CallEnding, _ service: EmergencyService?) {
        let key = service?.message ?? .emergencyHelpCentre
        let body = emergencyTitle(text(key), second: secondText(key))
        let again = service.map { String($0.key) } ?? "SOS"
        flow(
            [
                words(ending.reason == .ended ? .callEnded : .callNotConnected, theme.strong),
                words(.emergencyAgain, theme.page, ["key": again]),
            ], in: body)
        keys()
    }
}
