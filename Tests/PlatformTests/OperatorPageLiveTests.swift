import Basics
import Foundation
import Testing

@testable import Platform

/// The pages keep up with what happens, show a number to those who need it, and let nobody else in.
@Suite struct OperatorPageLiveTests {
    @Test func `the list answers as soon as something changes, and no sooner`() async throws {
        try await withPlatform { platform async throws in
            let browser = try await Browser(platform)
            let empty = try await browser.get("/requests")
            async let waiting = browser.get("/requests?wait=30&seen=\(empty.mark)")
            try await platform.waiters(1)
            let id = UUID().uuidString
            _ = try await platform.submit(id)
            let listed = try await waiting
            #expect(listed.live.contains(id) && listed.mark != empty.mark)
            // With the current mark the answer waits. With any other it comes at once.
            #expect(try await browser.get("/requests?wait=1&seen=\(listed.mark)").mark == listed.mark)
            async let next = browser.get("/requests?wait=30&seen=\(listed.mark)")
            try await platform.waiters(1)
            _ = try await platform.http.post("/v1/requests/\(id)/contact", json: #"{"number":"13800991234"}"#)
            #expect(try await next.live.contains("138****1234"))
        }
    }

    @Test func `a cancellation is on every page at once, and stays in sight`() async throws {
        let clock = TestClock()
        try await withPlatform(clock: clock) { platform async throws in
            let (id, browser) = (UUID().uuidString, try await Browser(platform))
            _ = try await platform.submit(id)
            let list = try await browser.get("/requests").mark
            let page = try await browser.get("/requests/\(id)").mark
            async let newList = browser.get("/requests?wait=30&seen=\(list)")
            async let newPage = browser.get("/requests/\(id)?wait=30&seen=\(page)")
            try await platform.waiters(2)
            _ = try await platform.http.post("/v1/requests/\(id)/cancel", json: "")
            #expect(try await newList.live.contains("居民取消 cancelled by the resident: PT-0042 叫出租车"))
            #expect(try await newPage.live.contains("居民取消了,不用办了"))
            #expect(try await newPage.live.contains("data-open=\"no\""))
            clock.advance(RequestListPage.closedInSight)
            #expect(try await !browser.get("/requests").live.contains(id))
        }
    }

    @Test func `the number is on the request's own page alone, until the request closes`() async throws {
        let clock = TestClock()
        try await withPlatform(clock: clock) { platform async throws in
            let (id, browser) = (UUID().uuidString, try await Browser(platform))
            _ = try await platform.submit(id)
            _ = try await platform.http.post("/v1/requests/\(id)/contact", json: #"{"number":"13800991234"}"#)
            #expect(try await browser.get("/requests/\(id)").live.contains("<strong>13800991234</strong>"))
            for path in ["/", "/requests"] { #expect(try await !browser.get(path).text.contains("13800991234")) }
            #expect(try await browser.answer(id, "fail", ["reason": "other"]).status == 303)
            #expect(try await !browser.get("/requests/\(id)").text.contains("13800991234"))
            #expect(!platform.log.text.contains("13800991234"))
        }
    }

    @Test func `nobody looks or answers without logging in`() async throws {
        try await withPlatform { platform async throws in
            let id = UUID().uuidString
            _ = try await platform.submit(id)
            for token in [nil, TestAccess.boothToken] {
                for path in ["/requests", "/requests/\(id)", "/requests?wait=30&seen=x"] {
                    let answer = try await platform.http.get(path, token: token).text
                    #expect(!answer.contains(id) && answer.contains("operator token"))
                }
            }
            let stranger = try await RawConnection.exchange(
                platform.port,
                """
                POST /requests/\(id) HTTP/1.1\r\nHost: 127.0.0.1:\(platform.port)\r\nConnection: close\r
                Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 23\r\n\r\nversion=1&action=accept
                """)
            #expect(stranger.hasPrefix("HTTP/1.1 303 ") && stranger.contains("ocation: /login"))
            #expect(try await platform.http.get("/v1/requests/\(id)").value("version")?.integer == 1)
        }
    }

    @Test(arguments: [["Origin": "https://evil.example"], ["Origin": "null"], ["Sec-Fetch-Site": "cross-site"]])
    func `a form that another site sends is refused, whoever is logged in`(headers: [String: String]) async throws {
        try await withPlatform { platform async throws in
            let (id, browser) = (UUID().uuidString, try await Browser(platform))
            _ = try await platform.submit(id)
            for path in ["/requests/\(id)", "/requests/simulator"] {
                let answer = try await browser.post(path, [("version", "1"), ("action", "accept")], headers: headers)
                #expect(answer.status == 403)
            }
            #expect(try await platform.http.get("/v1/requests/\(id)").value("version")?.integer == 1)
        }
    }

    @Test func `the simulator is set and turned off at the page`() async throws {
        try await withPlatform { platform async throws in
            let browser = try await Browser(platform, as: "王")
            #expect(try await browser.get("/requests").text.contains("answered by people"))
            let fields = [
                ("on", "yes"), ("accept-after", "0"), ("assign-after", "0.5"), ("fail-percent", "100"),
                ("silent-percent", "0"),
            ]
            #expect(try await browser.post("/requests/simulator", fields).status == 303)
            #expect(
                platform.server.desk.simulator.settings
                    == SimulatorSettings(acceptAfter: 0, assignAfter: 0.5, failPercent: 100, silentPercent: 0))
            let page = try await browser.get("/requests")
            #expect(page.text.contains("no car comes") && page.fields["fail-percent"] == "100")
            let id = UUID().uuidString
            _ = try await platform.submit(id)
            _ = try await platform.follow(id, until: "failed")
            let wrong = try await browser.post(
                "/requests/simulator",
                [
                    ("on", "yes"), ("accept-after", "-1"), ("assign-after", "x"), ("fail-percent", "60"),
                    ("silent-percent", "60"),
                ])
            #expect(wrong.status == 422 && wrong.fields["assign-after"] == "x" && wrong.fields["fail-percent"] == "60")
            #expect(platform.server.desk.simulator.settings?.failPercent == 100, "what is wrong changes nothing")
            #expect(try await browser.post("/requests/simulator", Array(fields.dropFirst())).status == 303)
            #expect(platform.server.desk.simulator.settings == nil)
            #expect(platform.log.text.contains("simulator off by 王"))
        }
    }

    @Test func `what a booth sends stays text on these pages too`() async throws {
        try await withPlatform { platform async throws in
            let (id, browser) = (UUID().uuidString, try await Browser(platform, as: "<script>"))
            let hostile = "<img src=x onerror='y'>"
            let words = "[{\"id\":\"a\",\"question\":\"\(hostile)\",\"answer\":\"\(hostile)\"}]"
            _ = try await platform.submit(id, kind: "repair", choices: "{\"a\":\"\(hostile)\"}", words: words)
            #expect(try await browser.answer(id, "assign", ["title": "\"><script>x</script>"]).status == 303)
            for path in ["/requests", "/requests/\(id)"] {
                let page = try await browser.get(path).text
                #expect(page.contains("&lt;img src=x"))
                #expect(!page.contains("<img") && page.matches(of: /<script/).count == 1)
                #expect(page.contains("<script src=\"/live.js\" defer></script>"))
                #expect(page.contains("script-src 'self'") && !page.contains("'unsafe-eval'"))
            }
        }
    }

    @Test func `without scripts the list still renews itself, and a page with a form does not`() async throws {
        try await withPlatform { platform async throws in
            let (id, browser) = (UUID().uuidString, try await Browser(platform))
            _ = try await platform.submit(id)
            let refresh = "<noscript><meta http-equiv=\"refresh\""
            #expect(try await browser.get("/requests").text.contains(refresh))
            #expect(try await !browser.get("/requests/\(id)").text.contains("http-equiv"))
        }
    }

    @Test(arguments: [
        ("沪A·D5638", "沪A·D5638"), ("沪ad12345", "沪A·D12345"), ("苏E 0001警", "苏E·0001警"), ("粤Z-F123港", "粤Z·F123港"),
        ("沪A·D563", nil), ("A·D5638", nil), ("沪A·O5638", nil), ("沪A·D5638999", nil), ("<b>", nil), ("", nil),
    ])
    func `a plate is read however it is typed`(typed: String, plate: String?) {
        #expect(AnswerForm.plate(typed) == plate)
    }
}
