import Foundation

/// The page of one request: everything about it, and the form to answer it.
struct RequestPage {
    /// Why an answer was refused.
    enum Refusal {
        /// Fields that cannot be used.
        case mistakes([AnswerForm.Mistake])
        /// The request has changed since the person saw it.
        case outdated
    }

    let detail: RequestStore.Detail
    let form: AnswerForm
    var refusal: Refusal?
    let now: Date

    private var request: ServiceRequest { detail.request }

    /// Identifies the content shown; another mark means that something has changed.
    var mark: String { "\(request.version)-\(detail.contact == nil ? 0 : 1)" }

    var html: HTML {
        PageFrame(
            title: "\(request.booth) \(RequestWords.plainKind(request))", refresh: .live(reloadWithoutScripts: nil),
            corner: PageFrame.corner(at: now),
            content: """
                <p id="news" role="status"></p>
                \(refusalText)
                \(live)
                \(request.state.isClosed && refusal == nil ? "" : answer)
                """,
            footer: """
                有变化就更新 · <span lang="en">renewed when something changes</span><noscript><br>没有脚本时请自己刷新 ·
                <span lang="en">without scripts, reload to see changes</span></noscript>
                """
        ).html
    }

    // MARK: The current state

    private var live: HTML {
        let last = detail.log.last
        let isCancelled = request.state == .cancelled
        let by = last.map { RequestWords.author($0.author) } ?? ""
        let news: HTML = isCancelled ? "居民取消了 · cancelled by the resident" : "\(RequestWords.plainState(request.state))"
        let banner: HTML =
            isCancelled
            ? "<p class=\"fault big\">居民取消了,不用办了 · <span lang=\"en\">the resident cancelled it</span></p>" : ""
        let rows: [HTML] = detail.log.reversed().map { entry in
            """
            <tr><td><time datetime="\(Timestamp.text(entry.at))">\(ShanghaiTime.text(entry.at))</time></td>
            <td>\(RequestWords.state(entry.state))</td><td>\(RequestWords.author(entry.author))</td></tr>
            """
        }
        return """
            <div id="live" data-url="/requests/\(request.id)" data-seen="\(mark)" data-version="\(request.version)"
            data-open="\(request.state.isClosed ? "no" : "yes")" data-news="\(news)">
            \(StatusPage.section("\(request.booth)", "request", note: simulated, "\(banner)\(facts(by: by))"))
            \(StatusPage.section(
                "经过", "History", rows.isEmpty ? StatusPage.nothing("没有", "none")
                    : StatusPage.table([("时间", "time"), ("状态", "state"), ("谁", "who")], rows)))
            </div>
            """
    }

    private var simulated: HTML {
        request.simulated
            ? "<span class=\"simulator\">由模拟调度应答;您一应答就归您 · <span lang=\"en\">the simulator answers this one; your answer takes it over</span></span>"
            : ""
    }

    private func facts(by: HTML) -> HTML {
        var facts: [(zh: String, en: String, HTML)] = [
            ("种类", "kind", RequestWords.kind(request)),
            ("状态", "state", "\(RequestWords.state(request.state)) \(by)"),
            ("时间", "since", "\(.age(request.createdAt, at: now))"),
            ("地点", "booth's address", "\(request.address)"),
            ("居民的语言", "the resident's language", "\(request.language)"),
        ]
        facts += request.words.map { ($0.question, $0.id, "\($0.answer)") }
        if request.words.isEmpty {
            facts += request.choices.sorted { $0.key < $1.key }.map { ($0.key, "", "\($0.value)") }
        }
        let contact: HTML =
            detail.contact.map { "<strong>\($0.digits)</strong>" }
            ?? .both(request.state.isClosed ? ("结束后不再显示", "not shown after the end") : ("没有留", "none given"))
        facts.append(("联系电话", "contact", contact))
        if let assignment = request.assignment { facts.append(("应答", "answer", "\(assignment.summary)")) }
        if let reason = request.reason { facts.append(("原因", "reason", RequestWords.reason(reason))) }
        let items: [HTML] = facts.map { zh, en, fact in
            "<div><dt>\(zh) <span lang=\"en\">\(en)</span></dt><dd>\(fact)</dd></div>"
        }
        return "<dl>\(items)</dl>"
    }

    // MARK: Refused

    private var refusalText: HTML {
        switch refusal {
        case nil: return ""
        case .mistakes(let mistakes):
            let items: [HTML] = mistakes.map {
                "<li><a href=\"#\($0.field)\">\($0.zh) <span lang=\"en\">\($0.en)</span></a></li>"
            }
            return """
                <div class="fault big" role="alert"><p>还没有发出,请改一改 · <span lang="en">not sent yet; please mend</span></p>
                <ul>\(items)</ul></div>
                """
        case .outdated:
            let by: HTML =
                detail.log.last.map { "\(RequestWords.author($0.author)) \(ShanghaiTime.text($0.at))" } ?? ""
            let next: HTML =
                request.state.isClosed
                ? .both(("您填的没有发出。", "What you typed was not sent."))
                : .both(("您填的没有发出,还在下面,要发请再按一次。", "Yours was not sent and stands below; press again to send it."))
            return """
                <div class="fault big" role="alert"><p>刚刚已经变了 · <span lang="en">it has just changed</span>:
                \(RequestWords.state(request.state)) \(by)</p><p>\(next)</p></div>
                """
        }
    }

    // MARK: The form

    private var answer: HTML {
        let disabled: HTML = request.state.isClosed ? " disabled" : ""
        let inputs: [HTML] = AnswerForm.fields(of: request.kind).map { field in
            input(
                field.name, field.zh, field.en, field.example,
                "maxlength=\"\(field.limit)\" size=\"\(min(40, max(12, field.limit)))\"")
        }
        let minutes: HTML =
            request.kind == "taxi"
            ? input("minutes", "几分钟到", "minutes until it comes", "6", "inputmode=\"numeric\" size=\"4\"")
            : ""
        let options: [HTML] = RequestWords.reasons.map { reason in
            let selected: HTML = form.values["reason"] == reason.code ? " selected" : ""
            return "<option value=\"\(reason.code)\"\(selected)>\(reason.zh) · \(reason.en)</option>"
        }
        let accept = request.state == .submitted ? button(.accept, "先受理", "accept first") : ""
        let assign =
            request.state == .assigned ? button(.assign, "更正", "correct") : button(.assign, "安排好了", "assign")
        // Pressing Enter in a field triggers the first button.
        return StatusPage.section(
            "应答", "Answer",
            """
            <p id="changed" class="fault" hidden>这一单刚刚变了,您填的还在 · <span lang="en">it has just changed; what you typed is
            still here</span></p>
            <form method="post" action="/requests/\(request.id)" id="answer" class="fields">
            <input type="hidden" name="version" value="\(request.version)">
            <fieldset\(disabled)>
            \(inputs)\(minutes)
            <p>\(assign)\(accept)\(button(.complete, "办好了", "complete"))</p>
            <p><label for="reason">办不了,原因 <span lang="en">cannot be done; reason</span></label>
            <select id="reason" name="reason"\(mistake("reason"))><option value="">— 请选 choose —</option>\(options)</select>
            \(button(.fail, "办不了", "fail"))</p>
            </fieldset>
            </form>
            """)
    }

    private func input(_ name: String, _ zh: String, _ en: String, _ example: String, _ attributes: HTML) -> HTML {
        """
        <p><label for="\(name)">\(zh) <span lang="en">\(en)</span></label>
        <input id="\(name)" name="\(name)" \(attributes) autocomplete="off" placeholder="\(example)"\(mistake(name))
        value="\(form.values[name] ?? "")"></p>
        """
    }

    private func mistake(_ field: String) -> HTML {
        guard case .mistakes(let mistakes) = refusal, mistakes.contains(where: { $0.field == field }) else { return "" }
        return " aria-invalid=\"true\""
    }

    private func button(_ action: AnswerForm.Action, _ zh: String, _ en: String) -> HTML {
        "<button name=\"action\" value=\"\(action.rawValue)\">\(zh) <span lang=\"en\">\(en)</span></button> "
    }
}
