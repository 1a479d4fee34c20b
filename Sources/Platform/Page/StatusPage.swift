import Foundation

/// The platform's one page, in Chinese and English, without scripts.
struct StatusPage {
    let report: StatusReport

    var html: HTML {
        """
        <!DOCTYPE html>
        <html lang="zh-Hans">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="refresh" content="15">
        <title>老友亭 管理平台</title>
        <style>\(StatusPageStyle.css)</style>
        </head>
        <body>
        <header>
        <div><h1>老友亭 <small>管理平台</small></h1><p lang="en">Booth management platform</p></div>
        <p class="clock"><time datetime="\(Timestamp.text(report.now))">\(ShanghaiTime.text(report.now))</time><br>
        <span>上海时间 · <span lang="en">Shanghai time</span></span></p>
        </header>
        <main>
        \(tiles)
        \(booths)
        \(requests)
        \(today)
        \(gaps)
        \(latest)
        </main>
        <footer>每 15 秒自动刷新 · <span lang="en">refreshes every 15 seconds</span></footer>
        </body>
        </html>
        """
    }

    /// A section with its heading in both languages.
    static func section(_ zh: String, _ en: String, note: HTML = "", _ body: HTML) -> HTML {
        "<section><h2>\(zh) <span lang=\"en\">\(en)</span>\(note)</h2>\n\(body)\n</section>"
    }

    /// What stands where there is nothing to list.
    static func nothing(_ zh: String, _ en: String) -> HTML {
        "<p class=\"nothing\">\(zh) · <span lang=\"en\">\(en)</span></p>"
    }

    /// A table with two-language column heads.
    static func table(_ columns: [(zh: String, en: String)], _ rows: [HTML]) -> HTML {
        let heads: [HTML] = columns.map { "<th scope=\"col\">\($0.zh)<br><span lang=\"en\">\($0.en)</span></th>" }
        return "<div class=\"wide\"><table><thead><tr>\(heads)</tr></thead>\n<tbody>\(rows)</tbody></table></div>"
    }

    private var tiles: HTML {
        let present = report.booths.count { !$0.isSilent }
        let faults = report.booths.reduce(0) { $0 + ($1.last?.heartbeat.faults?.count ?? 0) }
        let missing = report.gaps.count
        func tile(_ value: HTML, _ zh: String, _ en: String, isBad: Bool = false) -> HTML {
            """
            <li class="\(isBad ? "bad" : "good")"><strong>\(value)</strong>\(zh)<br><span lang="en">\(en)</span></li>
            """
        }
        return """
            <ul class="tiles">
            \(tile("\(present)/\(report.booths.count)", "在线亭", "booths online", isBad: present < report.booths.count))
            \(tile("\(faults)", "当前故障", "faults now", isBad: faults > 0))
            \(tile("\(report.activity.total)", "今日事件", "events today"))
            \(tile("\(report.requests.count)", "处理中请求", "open requests"))
            \(tile("\(missing)", "未说明缺口", "unexplained gaps", isBad: missing > 0))
            </ul>
            """
    }
}
