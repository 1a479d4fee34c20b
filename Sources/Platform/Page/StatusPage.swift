import Foundation

/// The platform's overview, in Chinese and English, without scripts.
struct StatusPage {
    let report: StatusReport

    var html: HTML {
        PageFrame(
            title: "管理平台", refresh: .reload, corner: PageFrame.corner(at: report.now),
            content: "\(clockDoubt)\(tiles)\n\(booths)\n\(requests)\n\(today)\n\(gaps)\n\(latest)",
            footer: "每 15 秒自动刷新 · <span lang=\"en\">refreshes every 15 seconds</span>"
        ).html
    }

    /// The decision that an operator has to make before anything is removed by age.
    private var clockDoubt: HTML {
        guard let doubt = report.clockDoubt else { return "" }
        return """
            <div class="fault big"><p>平台的时钟不可信：\(doubt.words.zh)。任何东西都不会因为过期被删掉。
            <span lang="en">The platform's clock is not believed: \(doubt.words.en). Nothing is removed by age.</span></p>
            <form method="post" action="/clock"><button>现在的时间 \(Timestamp.text(report.now)) 是对的
            <span lang="en">the time is right</span></button></form></div>

            """
    }

    /// A section with its heading in both languages.
    static func section(_ zh: String, _ en: String, note: HTML = "", _ body: HTML) -> HTML {
        "<section><h2>\(zh) <span lang=\"en\">\(en)</span>\(note)</h2>\n\(body)\n</section>"
    }

    /// The text shown if there is nothing to list.
    static func nothing(_ zh: String, _ en: String) -> HTML {
        "<p class=\"nothing\">\(zh) · <span lang=\"en\">\(en)</span></p>"
    }

    /// A table with column heads in both languages.
    static func table(_ columns: [(zh: String, en: String)], _ rows: [HTML]) -> HTML {
        let heads: [HTML] = columns.map { "<th scope=\"col\">\($0.zh)<br><span lang=\"en\">\($0.en)</span></th>" }
        return "<div class=\"wide\"><table><thead><tr>\(heads)</tr></thead>\n<tbody>\(rows)</tbody></table></div>"
    }

    private var tiles: HTML {
        let present = report.booths.count { !$0.isSilent }
        let faults = report.booths.reduce(0) { $0 + ($1.last?.heartbeat.faults?.count ?? 0) }
        let missing = report.gapCount
        func tile(_ value: HTML, _ zh: String, _ en: String, isBad: Bool = false) -> HTML {
            """
            <li class="\(isBad ? "bad" : "good")"><strong>\(value)</strong>\(zh)<br><span lang="en">\(en)</span></li>
            """
        }
        return """
            <ul class="tiles">
            \(tile("\(present)/\(report.booths.count)", "在线亭", "booths online", isBad: present < report.booths.count))
            \(tile("\(faults)", "当前故障", "faults now", isBad: faults > 0))
            \(tile("\(report.activity.uses)", "今日使用", "uses today"))
            \(tile("\(report.activity.total)", "今日事件", "events today"))
            \(tile("\(report.requests.count)", "处理中请求", "open requests"))
            \(tile("\(missing)", "未说明缺口", "unexplained gaps", isBad: missing > 0))
            </ul>
            """
    }
}
