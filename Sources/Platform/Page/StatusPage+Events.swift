import Foundation

extension StatusPage {
    /// How often functions were used today, by function, hour and language.
    var today: HTML {
        let activity = report.activity
        guard activity.uses > 0 else {
            return Self.section("今日使用", "Today's use", Self.nothing("今天还没有人用", "nobody yet today"))
        }
        let functions = activity.byFunction.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { (Self.functionNames[$0.key] ?? $0.key, $0.value) }
        let languages = activity.byLanguage.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { (Self.languageNames[$0.key] ?? $0.key, $0.value) }
        let hours = (0...23).map { (String(format: "%02d", $0), activity.byHour[$0] ?? 0) }
        return Self.section(
            "今日使用", "Today's use",
            """
            <div class="charts">
            <div><h3>按功能 <span lang="en">by function</span></h3>\(bars(functions))</div>
            <div><h3>按时段 <span lang="en">by hour</span></h3>\(columns(hours))
            <h3>按语言 <span lang="en">by language</span></h3>\(bars(languages))</div>
            </div>
            """)
    }

    private func bars(_ values: [(name: String, count: Int)]) -> HTML {
        let most = max(1, values.map(\.count).max() ?? 1)
        let rows: [HTML] = values.map {
            """
            <tr><th scope="row">\($0.name)</th><td class="bar"><i style="width:\($0.count * 100 / most)%"></i></td>
            <td class="number">\($0.count)</td></tr>
            """
        }
        return rows.isEmpty ? Self.nothing("没有", "none") : "<table class=\"bars\"><tbody>\(rows)</tbody></table>"
    }

    private func columns(_ values: [(name: String, count: Int)]) -> HTML {
        let most = max(1, values.map(\.count).max() ?? 1)
        let columns: [HTML] = values.map { value in
            let count: HTML = value.count > 0 ? "<b>\(value.count)</b>" : ""
            return """
                <li>\(count)<i style="height:calc(6.5rem*\(value.count)/\(most))"></i><span>\(value.name)</span></li>
                """
        }
        return "<ol class=\"hours\">\(columns)</ol>"
    }

    /// Sequence numbers that no booth holds any more and that never arrived.
    var gaps: HTML {
        let rows: [HTML] = report.gaps.prefix(50).map { gap in
            let first = gap.range.lowerBound
            let last = gap.range.upperBound
            return """
                <tr><th scope="row">\(gap.source)</th><td><code>\(gap.epoch)</code></td>
                <td>\(first)\(first == last ? "" : "–\(last)")</td><td>\(last - first + 1)</td></tr>
                """
        }
        let dropped: HTML =
            report.dropped > 0
            ? "<p>亭报告丢弃的事件 · <span lang=\"en\">events that booths reported as dropped</span>: \(report.dropped)</p>"
            : ""
        let more: HTML =
            report.gapCount > rows.count
            ? "<p>共 \(report.gapCount) 处 · <span lang=\"en\">\(report.gapCount) in all</span></p>" : ""
        let columns = [("来源", "source"), ("队列期", "queue epoch"), ("缺失序号", "missing sequences"), ("数量", "number")]
        return Self.section(
            "未说明缺口", "Unexplained gaps",
            "\(rows.isEmpty ? Self.nothing("没有", "none") : Self.table(columns, rows))\(more)\(dropped)\(anew)")
    }

    /// Booths whose sequences came again under other ids.
    private var anew: HTML {
        let items: [HTML] = report.doubtfulEpochs.prefix(20).map { entry in
            """
            <li><strong>\(entry.source)</strong> <code>\(entry.epoch)</code> ×\(entry.branch)
            <time datetime="\(Timestamp.text(entry.since))">\(ShanghaiTime.text(entry.since))</time></li>
            """
        }
        guard !items.isEmpty else { return "" }
        return """
            <p>序号重复出现（可能恢复了旧的备份），事件已保存，缺口另计 · <span lang="en">sequences that came again under other ids
            (an old image was put back?); the events are stored, gaps are counted apart</span></p>
            <ul>\(items)</ul>
            """
    }

    /// The latest events received.
    var latest: HTML {
        let rows: [HTML] = report.activity.latest.map { event in
            """
            <tr><td><time datetime="\(Timestamp.text(event.occurredAt))">\(ShanghaiTime.text(event.occurredAt))</time></td>
            <th scope="row">\(event.source)</th><td>\(Self.shortType(event.type))</td>
            <td>\(event.function.map { Self.functionNames[$0] ?? $0 } ?? "")</td>
            <td>\(event.language.map { Self.languageNames[$0] ?? $0 } ?? "")</td></tr>
            """
        }
        let columns = [("时间", "time"), ("来源", "source"), ("类型", "type"), ("功能", "function"), ("语言", "language")]
        return Self.section(
            "最新事件", "Latest events", rows.isEmpty ? Self.nothing("没有", "none") : Self.table(columns, rows))
    }

    private static func shortType(_ type: String) -> String {
        let prefix = "cn.laoyouting.booth."
        return type.hasPrefix(prefix) ? String(type.dropFirst(prefix.count)) : type
    }

    /// The ten official functions by their ids; a technician's own appear under theirs.
    private static let functionNames = [
        "taxi": "叫出租车 Taxi", "clinic": "看病挂号 Doctor", "free-call": "免费打电话 Free call", "police": "报警 110 Police",
        "ambulance": "急救 120 Ambulance", "fire": "火警 119 Fire", "places": "附近服务 Nearby",
        "information": "天气公交 Weather, bus", "pension": "养老金 Pension", "person": "人工服务 Talk to us",
    ]

    private static let languageNames = ["zh-Hans": "中文", "en": "English", "ja": "日本語", "ko": "한국어"]
}
