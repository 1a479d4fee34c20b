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
        let when: HTML =
            booth.isOfAnotherTime
            ? "<span class=\"fault\">\(ShanghaiTime.text(last.receivedAt)) 时钟存疑 clock in doubt</span>"
            : age(last.receivedAt)
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
            <td><time datetime="\(Timestamp.text(last.receivedAt))">\(when)</time></td>
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
        "call.silent": "接通后没有声音 answered without sound", "call.devices": "通话没有声音设备 no sound device for calls",
        "call.unordered": "不明去电，已挂断 unordered call ended",
        "agent.down": "电话程序不应答 SIP agent down", "configuration.refused": "配置有错 configuration refused",
        "storage.failed": "存储故障 storage failed",
        "state.damaged": "本机记录损坏 kept file damaged",
        "announcement.doubtful": "紧急录音不可靠 announcement doubtful", "audio.failed": "声音故障 sound failed",
        "handset.failed": "听筒故障 handset failed",
        "platform.unreachable": "平台不通 platform unreachable", "platform.unauthorized": "令牌被拒 token refused",
        "platform.refusing": "平台一条都不收 events refused",
        "emergency.unreached": "紧急呼叫无人接 emergency unreached", "misuse.suspected": "疑似滥用 misuse suspected",
        "touch.abused": "触摸屏被一直按 touch abused", "reader.unavailable": "读卡器不可用 card reader unavailable",
        "keys.burst": "不是人按的键 keys that nobody pressed",
        "card.left": "读卡器里有忘取的卡 card left in the reader",
        "source.weather": "天气来源无应答 weather source fails", "source.air": "空气来源无应答 air source fails",
        "source.buses": "公交来源无应答 bus source fails", "source.activities": "活动来源无应答 activities source fails",
        "source.notices": "通知来源无应答 notices source fails", "source.holidays": "节假日来源无应答 holidays source fails",
        "holidays.missing": "缺下一年节假日 next holidays missing",
        "source.places": "周边资料读不出 places source fails",
        "clock.wrong": "时钟不准 clock wrong", "content.failed": "资料读不出 content failed",
    ]

    /// A text on a line of its own.
    private func item(_ text: String, isBad: Bool) -> HTML {
        "<span class=\"item\(isBad ? " fault" : "")\">\(text)</span>"
    }

    private func badge(_ isGood: Bool, _ zh: String, _ en: String) -> HTML {
        "<span class=\"badge \(isGood ? "good" : "bad")\">\(zh) <span lang=\"en\">\(en)</span></span>"
    }

    /// An age, in the largest unit that fits.
    func age(_ date: Date) -> HTML { .age(date, at: report.now) }

    /// The requests that somebody still waits for.
    var requests: HTML {
        RequestList(requests: report.requests, now: report.now)
            .section(
                "处理中的请求", "Open requests",
                note: report.isSimulated ? RequestWords.simulatorIsOn : RequestWords.simulatorIsOff)
    }
}
