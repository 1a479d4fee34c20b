import Foundation

extension StatusPage {
    /// Each booth with its last heartbeat and its faults.
    var booths: HTML {
        let rows = report.booths.map(row)
        let columns = [
            ("亭号", "booth"), ("状态", "state"), ("最后心跳", "last heartbeat"), ("故障", "faults"), ("待传", "queued"),
            ("线路", "trunks"), ("声音 · 存储", "audio · storage"), ("配置", "configuration"), ("版本", "version"),
        ]
        return Self.section("电话亭", "Booths", rows.isEmpty ? Self.nothing("还没有", "none yet") : Self.table(columns, rows))
    }

    private func row(_ booth: StatusReport.Booth) -> HTML {
        guard let last = booth.last else {
            return """
                <tr><th scope="row">\(booth.number)</th><td>\(badge(false, "未联系", "never seen"))</td>
                <td colspan="7"></td></tr>
                """
        }
        let heartbeat = last.heartbeat
        let state = badge(!booth.isSilent, booth.isSilent ? "失联" : "在线", booth.isSilent ? "silent" : "online")
        let faults: [HTML] = (heartbeat.faults ?? []).map { code in
            "<span class=\"fault\" title=\"\(code)\">\(Self.faultNames[code] ?? code)</span> "
        }
        let trunks: [HTML] = (heartbeat.trunks ?? []).map { item("\($0.id) \($0.state)", isBad: $0.state == "down") }
        let oldest: HTML =
            heartbeat.queue.oldestAgeSeconds.map {
                $0 >= 120 ? "<br>最旧 oldest \(Int(min($0, 1e9)) / 60) min" : ""
            } ?? ""
        let dropped: HTML = heartbeat.queue.dropped.map { $0 > 0 ? "<br>丢弃 dropped \($0)" : "" } ?? ""
        let aside: HTML = heartbeat.queue.quarantined.map { $0 > 0 ? "<br>搁置 set aside \($0)" : "" } ?? ""
        return """
            <tr><th scope="row">\(heartbeat.booth)</th><td>\(state)</td>
            <td><time datetime="\(Timestamp.text(last.receivedAt))">\(age(last.receivedAt))</time></td>
            <td>\(faults.isEmpty ? ["无 none"] : faults)</td>
            <td>\(heartbeat.queue.depth)\(oldest)\(dropped)\(aside)</td>
            <td>\(trunks)</td>
            <td>\(item(heartbeat.audio ?? "?", isBad: heartbeat.audio == "down"))
            \(item(heartbeat.storage ?? "?", isBad: heartbeat.storage == "degraded"))</td>
            <td>\(heartbeat.configurationState ?? "?")<br><code>\(String((heartbeat.configurationHash ?? "").prefix(8)))</code></td>
            <td>\(heartbeat.version)</td></tr>
            """
    }

    /// The faults of this version's booths; others appear as their code.
    private static let faultNames = [
        "trunk.none": "没有中继线 no trunk", "trunk.down": "中继线断 trunk down", "selftest.failed": "试拨失败 test call failed",
        "agent.down": "电话程序不应答 SIP agent down", "configuration.refused": "配置有错 configuration refused",
        "storage.failed": "存储故障 storage failed", "audio.failed": "声音故障 sound failed",
        "platform.unreachable": "平台不通 platform unreachable", "platform.unauthorized": "令牌被拒 token refused",
        "emergency.unreached": "紧急呼叫无人接 emergency unreached", "misuse.suspected": "疑似滥用 misuse suspected",
        "clock.wrong": "时钟不准 clock wrong", "content.failed": "资料读不出 content failed",
    ]

    /// A word on a line of its own.
    private func item(_ text: String, isBad: Bool) -> HTML {
        "<span class=\"item\(isBad ? " fault" : "")\">\(text)</span>"
    }

    private func badge(_ isGood: Bool, _ zh: String, _ en: String) -> HTML {
        "<span class=\"badge \(isGood ? "good" : "bad")\">\(zh) <span lang=\"en\">\(en)</span></span>"
    }

    /// How long ago, in the largest unit that fits.
    func age(_ date: Date) -> HTML {
        let seconds = max(0, Int(report.now.timeIntervalSince(date)))
        return switch seconds {
        case ..<120: "\(seconds) 秒前 <span lang=\"en\">s ago</span>"
        case ..<7200: "\(seconds / 60) 分钟前 <span lang=\"en\">min ago</span>"
        default: "\(ShanghaiTime.text(date))"
        }
    }

    /// Requests that somebody still waits for.
    var requests: HTML {
        let note: HTML =
            report.isSimulated
            ? "<span class=\"simulator\">由模拟调度应答,不会有车来 · <span lang=\"en\">answered by a simulator / 模拟调度: no car comes</span></span>"
            : "<span class=\"simulator\">未接调度,无人应答 · <span lang=\"en\">no dispatcher is connected</span></span>"
        let columns = [
            ("时间", "since"), ("亭号", "booth"), ("种类", "kind"), ("状态", "state"), ("应答", "answer"), ("联系电话", "contact"),
            ("应答方", "answered by"),
        ]
        let rows = report.requests.map { listed -> HTML in
            let request = listed.request
            let given = request.assignment
            let answer = [given?.plate, given?.car, given?.hospital, given?.department, given?.slot]
                .compactMap { $0 }.joined(separator: " ")
            let by: HTML = request.simulated ? "simulator / 模拟调度" : "—"
            return """
                <tr><td>\(age(request.createdAt))</td><th scope="row">\(request.booth)</th><td>\(request.kind)</td>
                <td>\(request.state.rawValue)</td><td>\(answer)</td><td>\(listed.maskedContact ?? "")</td><td>\(by)</td></tr>
                """
        }
        return Self.section(
            "处理中的请求", "Open requests", note: note,
            rows.isEmpty ? Self.nothing("没有", "none") : Self.table(columns, rows))
    }
}
