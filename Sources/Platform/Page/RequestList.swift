import Foundation

/// A table of requests.
struct RequestList {
    let requests: [RequestStore.Listed]
    let now: Date

    func section(_ zh: String, _ en: String, note: HTML = "") -> HTML {
        let columns = [
            ("时间", "since"), ("亭号", "booth"), ("种类", "kind"), ("要什么", "what"), ("状态", "state"), ("应答", "answer"),
            ("联系电话", "contact"), ("应答方", "by"),
        ]
        return StatusPage.section(
            zh, en, note: note,
            requests.isEmpty ? StatusPage.nothing("没有", "none") : StatusPage.table(columns, requests.map(row)))
    }

    private func row(_ listed: RequestStore.Listed) -> HTML {
        let request = listed.request
        let author = request.simulated ? .simulator : listed.author
        return """
            <tr><td>\(.age(request.createdAt, at: now))</td><th scope="row">\(request.booth)</th>
            <td><a id="r-\(request.id)" href="/requests/\(request.id)">\(RequestWords.kind(request))</a></td>
            <td>\(request.chosen)</td><td>\(RequestWords.state(request.state))</td>
            <td>\(request.assignment?.summary ?? "")\(request.reason.map(RequestWords.reason) ?? "")</td>
            <td>\(listed.maskedContact ?? "")</td><td>\(author.map(RequestWords.author) ?? "—")</td></tr>
            """
    }
}

extension ServiceRequest {
    /// The resident's choices, in words if the booth sent them.
    var chosen: String {
        if !words.isEmpty { return words.map { "\($0.question) \($0.answer)" }.joined(separator: "; ") }
        return choices.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: "; ")
    }
}

/// The page of all requests that somebody waits for and of those that closed recently.
struct RequestListPage {
    /// A closed request stays visible for this long, in seconds, so that a cancellation does not look like a request
    /// that vanished.
    static let closedInSight: TimeInterval = 30 * 60

    let open: [RequestStore.Listed]
    let closed: [RequestStore.Listed]
    let simulator: SimulatorForm
    let now: Date

    /// Identifies the listed content; another mark means that something has changed.
    var mark: String {
        var hasher = Hasher()
        for listed in open + closed {
            hasher.combine(listed.request.id)
            hasher.combine(listed.request.version)
            hasher.combine(listed.maskedContact)
        }
        return String(UInt(bitPattern: hasher.finalize()), radix: 36)
    }

    var html: HTML {
        let waiting = open.count { $0.request.state == .submitted }
        return PageFrame(
            title: waiting > 0 ? "(\(waiting)) 请求" : "请求", refresh: .live(reloadWithoutScripts: 5),
            corner: PageFrame.corner(at: now), content: "\(content(waiting))\n\(simulator.html)",
            footer: "有变化就更新 · <span lang=\"en\">renewed when something changes</span>"
        ).html
    }

    private func content(_ waiting: Int) -> HTML {
        let note = simulator.settings == nil ? RequestWords.simulatorIsOff : RequestWords.simulatorIsOn
        return """
            <p id="news" role="status">\(news(waiting))</p>
            <div id="live" data-url="/requests" data-seen="\(mark)" data-news="\(news(waiting))">
            \(RequestList(requests: open, now: now).section("处理中的请求", "Open requests", note: note))
            \(RequestList(requests: closed, now: now).section("刚结束的", "Closed within half an hour"))
            </div>
            """
    }

    /// The text that a screen reader announces when the list changes.
    private func news(_ waiting: Int) -> String {
        var news = "待应答 \(waiting) · \(waiting) waiting"
        if let gone = closed.first(where: { $0.request.state == .cancelled && $0.author == .booth })?.request {
            let time = ShanghaiTime.text(gone.closedAt ?? gone.updatedAt, short: true)
            news += " — \(time) 居民取消 cancelled by the resident: \(gone.booth) \(RequestWords.plainKind(gone))"
        }
        return news
    }
}
