/// SIMULATOR. The form that sets the simulated dispatcher.
struct SimulatorForm {
    /// The settings; nil if the simulator is off.
    let settings: SimulatorSettings?
    /// The refused input, and the problems by field.
    var refused: (typed: FormBody, problems: [String: String])?

    var html: HTML {
        let shown = settings ?? SimulatorSettings()
        let problems: [HTML] = (refused?.problems ?? [:]).sorted { $0.key < $1.key }.map { name, range in
            "<p class=\"fault\" role=\"alert\"><a href=\"#\(name)\">\(name)</a>: \(range)</p>"
        }
        let isOn = refused.map { $0.typed["on"] == "yes" } ?? (settings != nil)
        let checked: HTML = isOn ? " checked" : ""
        return StatusPage.section(
            "模拟调度", "Simulator",
            """
            <p>演示用:应答都是编的,不会有车来,也不会真的挂上号。关掉后由人应答。<br><span lang="en">For demonstrations: every answer
            is made up, no car comes and nothing is booked. Turned off, people answer. Forgotten when the platform
            ends.</span></p>\(problems)
            <form method="post" action="/requests/simulator" class="fields">
            <p><input type="checkbox" id="on" name="on" value="yes"\(checked)>
            <label for="on">由模拟调度应答新请求 <span lang="en">let the simulator answer new requests</span></label></p>
            \(field("accept-after", "几秒后受理", "seconds until it accepts", Self.text(shown.acceptAfter)))
            \(field("assign-after", "再过几秒应答", "seconds from then to its answer", Self.text(shown.assignAfter)))
            \(field("fail-percent", "百分之几办不成", "percent that fail", "\(shown.failPercent)"))
            \(field("silent-percent", "百分之几没有回音", "percent never answered", "\(shown.silentPercent)"))
            <p><button>保存 <span lang="en">save</span></button></p>
            </form>
            """)
    }

    private func field(_ name: String, _ zh: String, _ en: String, _ value: String) -> HTML {
        let isInvalid: HTML = refused?.problems[name] == nil ? "" : " aria-invalid=\"true\""
        return """
            <p><label for="\(name)">\(zh) <span lang="en">\(en)</span></label>
            <input id="\(name)" name="\(name)" inputmode="decimal" size="6" required\(isInvalid)
            value="\(refused?.typed[name] ?? value)"></p>
            """
    }

    private static func text(_ seconds: Double) -> String {
        seconds.rounded() == seconds ? String(Int(seconds)) : String(seconds)
    }

    /// Reads the form: the settings (nil for off), or the problems by field.
    static func settings(from typed: FormBody) -> Result<SimulatorSettings?, Mistakes> {
        var problems: [String: String] = [:]
        func number<Number: LosslessStringConvertible>(_ name: String, _ what: String) -> Number? {
            let value = Number(typed[name].filter { !$0.isWhitespace })
            if value == nil { problems[name] = what }
            return value
        }
        let settings = SimulatorSettings(
            acceptAfter: number("accept-after", "0 to 86400 seconds") ?? 0,
            assignAfter: number("assign-after", "0 to 86400 seconds") ?? 0,
            failPercent: number("fail-percent", "0 to 100") ?? 0,
            silentPercent: number("silent-percent", "0 to 100") ?? 0)
        problems.merge(settings.problems) { typed, _ in typed }
        if !["", "yes"].contains(typed["on"]) { problems["on"] = "yes, or nothing to turn it off" }
        guard problems.isEmpty else { return .failure(Mistakes(problems: problems)) }
        return .success(typed["on"] == "yes" ? settings : nil)
    }

    struct Mistakes: Error { let problems: [String: String] }
}
