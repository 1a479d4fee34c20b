import Basics
import Foundation
import Testing

@testable import Platform

/// People answer requests at the page.
@Suite struct OperatorPageTests {
    private static let car = ["plate": "沪a d5638", "car": "白色 大众朗逸", "minutes": "６"]

    @Test func `a taxi is accepted and assigned by hand, and the booth is told`() async throws {
        try await withPlatform { platform async throws in
            let (id, browser) = (UUID().uuidString, try await Browser(platform, as: "王"))
            _ = try await platform.submit(id)
            #expect(try await browser.get("/requests").text.contains("href=\"/requests/\(id)\""))
            let accepted = try await browser.answer(id, "accept")
            #expect(accepted.status == 303 && accepted.location == "/requests/\(id)")
            #expect(try await browser.answer(id, "assign", Self.car).status == 303)
            let states = try await platform.follow(id, until: "assigned")
            #expect(states.map(\.0) == ["assigned"] && states.map(\.1) == [3])
            let answer = try await platform.http.get("/v1/requests/\(id)")
            #expect(try answer.value("assignment", "plate")?.string == "沪A·D5638")
            #expect(try answer.value("assignment", "car")?.string == "白色 大众朗逸")
            #expect(try answer.value("assignment", "minutes")?.integer == 6)
            let updated = try #require(try answer.value("updated_at")?.string.flatMap(Timestamp.parse))
            let arrives = try #require(try answer.value("assignment", "arrives_at")?.string.flatMap(Timestamp.parse))
            #expect(abs(arrives.timeIntervalSince(updated) - 360) < 5)
            #expect(try answer.value("simulated") == .bool(false))
            #expect(try await browser.answer(id, "complete").status == 303)
            #expect(try await platform.http.get("/v1/requests/\(id)").value("state")?.string == "completed")
            let page = try await browser.get("/requests/\(id)").text
            #expect(!page.contains("<form method=\"post\" action=\"/requests/"), "nothing is left to be answered")
            // The log says who brought it how far, without what was typed.
            let detail = try #require(try await platform.server.desk.store.detail(id))
            let person = RequestAuthor.person("王")
            #expect(detail.log.map(\.author) == [.booth, person, person, person])
            #expect(detail.log.map(\.state) == [.submitted, .accepted, .assigned, .completed])
            #expect(platform.log.text.contains("request \(id) assigned by 王"))
            #expect(!platform.log.text.contains("D5638"))
        }
    }

    @Test func `a booking is completed in one step, with the hospital that was asked for`() async throws {
        try await withPlatform { platform async throws in
            let (id, browser) = (UUID().uuidString, try await Browser(platform))
            let words = #"[{"id":"hospital","question":"去哪家医院？","answer":"同济医院"}]"#
            _ = try await platform.submit(id, kind: "clinic", choices: #"{"hospital":"tongji"}"#, words: words)
            let page = try await browser.get("/requests/\(id)")
            #expect(page.text.contains("去哪家医院？") && page.fields["hospital"] == "同济医院")
            // Without department and time there is nothing to show the resident.
            let refused = try await browser.answer(id, "complete")
            #expect(refused.status == 422 && refused.text.contains("href=\"#department\""))
            #expect(
                try await browser.answer(id, "complete", ["department": "内科", "slot": "明天上午9:00"]).status == 303)
            let answer = try await platform.http.get("/v1/requests/\(id)")
            #expect(try answer.value("state")?.string == "completed")
            #expect(try answer.value("assignment", "hospital")?.string == "同济医院")
            #expect(try answer.value("assignment", "slot")?.string == "明天上午9:00")
        }
    }

    @Test func `a kind that a technician defined has what, when, where and a note`() async throws {
        try await withPlatform { platform async throws in
            let (id, browser) = (UUID().uuidString, try await Browser(platform))
            _ = try await platform.submit(id, kind: "repair")
            let typed = ["title": "修水管", "when": "今天下午3点", "where": "曹杨路500号", "note": "师傅姓李"]
            #expect(try await browser.answer(id, "assign", typed).status == 303)
            let answer = try await platform.http.get("/v1/requests/\(id)")
            #expect(try answer.value("state")?.string == "assigned")
            for (name, text) in typed { #expect(try answer.value("assignment", name)?.string == text) }
            // The answer can be put right, and every correction is a new version.
            #expect(try await browser.answer(id, "assign", ["when": "明天上午9点"]).status == 303)
            let corrected = try await platform.http.get("/v1/requests/\(id)")
            #expect(try corrected.value("assignment", "when")?.string == "明天上午9点")
            #expect(try corrected.value("assignment", "note")?.string == "师傅姓李")
            #expect(try corrected.value("version")?.integer == 3)
        }
    }

    @Test func `a technician's kind is called what the booth calls it, on the list and on its page`() async throws {
        try await withPlatform { platform async throws in
            let (id, older, browser) = (UUID().uuidString, UUID().uuidString, try await Browser(platform))
            _ = try await platform.submit(id, kind: "home-help", name: "家政<服务>")
            // A booth that has not been updated sends the kind alone.
            _ = try await platform.submit(older, kind: "repair")
            for path in ["/requests", "/requests/\(id)"] {
                let page = try await browser.get(path).text
                #expect(page.contains("家政&lt;服务&gt; · <span lang=\"en\">home-help</span>"), "\(path)")
            }
            #expect(try await browser.get("/requests/\(older)").text.contains("repair"))
            let long = platform.submission(
                UUID().uuidString, kind: "home-help", name: String(repeating: "家", count: 101))
            #expect(try await platform.http.post("/v1/requests", json: long).isProblem(400))
        }
    }

    @Test func `what the interface's description does not allow is refused as it says`() async throws {
        try await withPlatform { platform in
            let browser = try await Browser(platform)
            let id = UUID().uuidString
            let order = #"{"id":"\#(id)","kind":"taxi","language":"en","address":"x","booth_number":"PT-0042"}"#
            _ = try await platform.http.post("/v1/requests", json: order)
            for path in ["/requests", "/requests/\(id)"] {
                for seen in ["AAA", "a_b", "%00", String(repeating: "a", count: 33), "%E4%BA%AD"] {
                    #expect(try await browser.get("\(path)?wait=1&seen=\(seen)").status == 400, "\(path) \(seen)")
                    #expect(try await browser.get("\(path)?seen=\(seen)").status == 400)
                }
                #expect(try await browser.get("\(path)?seen=").status == 200)
                #expect(try await browser.get("\(path)?seen=abc-1").status == 200)
            }
            for version in ["9223372036854775808", "99999999999999999999", "0", "-1", "1e3", ""] {
                let answer = try await browser.post("/requests/\(id)", [("version", version), ("action", "accept")])
                #expect(answer.status == 400, "\(version)")
            }
            let last = try await browser.post(
                "/requests/\(id)", [("version", "9223372036854775807"), ("action", "accept")])
            #expect(last.status == 409)
            #expect(try await browser.post("/requests/\(id)", [("version", "1"), ("action", "fail")]).status == 422)
            let settings = [
                ("accept-after", "1"), ("assign-after", "1"), ("fail-percent", "0"), ("silent-percent", "0"),
            ]
            for on in ["AAA", "no", "YES", "1"] {
                #expect(try await browser.post("/requests/simulator", settings + [("on", on)]).status == 422, "\(on)")
            }
            #expect(platform.server.desk.simulator.settings == nil)
            #expect(try await browser.post("/requests/simulator", settings + [("on", "yes")]).status == 303)
            #expect(platform.server.desk.simulator.settings != nil)
        }
    }

    @Test func `what cannot be done fails with a reason`() async throws {
        try await withPlatform { platform async throws in
            let (id, browser) = (UUID().uuidString, try await Browser(platform))
            _ = try await platform.submit(id)
            let refused = try await browser.answer(id, "fail")
            #expect(refused.status == 422 && refused.text.contains("choose a reason"))
            #expect(try await browser.answer(id, "fail", ["reason": "no_car"]).status == 303)
            let answer = try await platform.http.get("/v1/requests/\(id)")
            #expect(try answer.value("state")?.string == "failed")
            #expect(try answer.value("reason")?.string == "no_car")
        }
    }

    @Test(arguments: [
        ("plate", "", "is needed"), ("plate", "ABC", "not a plate"), ("plate", "沪A·D563I", "not a plate"),
        ("plate", "沪A·D56 38 99", "not a plate"), ("minutes", "", "whole number"), ("minutes", "0", "whole number"),
        ("minutes", "181", "whole number"), ("minutes", "ten", "whole number"),
        ("car", String(repeating: "车", count: 31), "at most 30"),
    ])
    func `a field that cannot be used is named, and nothing that was typed is lost`(
        field: String, text: String, message: String
    ) async throws {
        try await withPlatform { platform async throws in
            let (id, browser) = (UUID().uuidString, try await Browser(platform))
            _ = try await platform.submit(id)
            var typed = Self.car
            typed[field] = text
            let page = try await browser.answer(id, "assign", typed)
            #expect(page.status == 422)
            #expect(page.text.contains("role=\"alert\"") && page.text.contains("<a href=\"#\(field)\">"))
            #expect(page.text.contains(message))
            for (name, text) in typed { #expect(page.fields[name] == text) }
            let invalid = page.text.matches(of: /<input id="([a-z]+)"[^>]*aria-invalid="true"/).map { String($0.1) }
            #expect(invalid == [field])
            #expect(try await platform.http.get("/v1/requests/\(id)").value("state")?.string == "submitted")
        }
    }

    @Test func `of two people who answer at once the second is told, and keeps what was typed`() async throws {
        try await withPlatform { platform async throws in
            let id = UUID().uuidString
            _ = try await platform.submit(id)
            let (first, second) = (try await Browser(platform, as: "王"), try await Browser(platform, as: "李"))
            let (one, other) = (try await first.get("/requests/\(id)"), try await second.get("/requests/\(id)"))
            #expect(try await first.send(one, to: id, "assign", Self.car).status == 303)
            let late = ["plate": "沪B·99999", "car": "黑色", "minutes": "3"]
            let told = try await second.send(other, to: id, "assign", late)
            #expect(told.status == 409 && told.text.contains("王") && told.text.contains("role=\"alert\""))
            for (name, text) in late { #expect(told.fields[name] == text) }
            #expect(
                try await platform.http.get("/v1/requests/\(id)").value("assignment", "plate")?.string == "沪A·D5638")
            // Whoever presses again on the page that told of it means it.
            #expect(try await second.send(told, to: id, "assign").status == 303)
            #expect(
                try await platform.http.get("/v1/requests/\(id)").value("assignment", "plate")?.string == "沪B·99999")
        }
    }

    @Test func `many who answer the same page at the same time change it once`() async throws {
        try await withPlatform { platform async throws in
            let id = UUID().uuidString
            _ = try await platform.submit(id)
            var browsers: [Browser] = []
            for number in 0..<8 { browsers.append(try await Browser(platform, as: "\(number)")) }
            let page = try await browsers[0].get("/requests/\(id)")
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for (number, browser) in browsers.enumerated() {
                    let typed = ["plate": "沪A·D100\(number)", "minutes": "5"]
                    group.addTask { try await browser.send(page, to: id, "assign", typed).status }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.sorted() == [303] + Array(repeating: 409, count: 7))
            #expect(try await platform.http.get("/v1/requests/\(id)").value("version")?.integer == 2)
        }
    }

    @Test func `a form sent twice by an impatient finger is done once`() async throws {
        try await withPlatform { platform async throws in
            let (id, browser) = (UUID().uuidString, try await Browser(platform))
            _ = try await platform.submit(id)
            let page = try await browser.get("/requests/\(id)")
            for _ in 0..<2 { #expect(try await browser.send(page, to: id, "assign", Self.car).status == 303) }
            #expect(try await platform.http.get("/v1/requests/\(id)").value("version")?.integer == 2)
        }
    }

    @Test func `an answer to what the resident cancelled is not taken`() async throws {
        try await withPlatform { platform async throws in
            let (id, browser) = (UUID().uuidString, try await Browser(platform))
            _ = try await platform.submit(id)
            let page = try await browser.get("/requests/\(id)")
            _ = try await platform.http.post("/v1/requests/\(id)/cancel", json: "")
            let told = try await browser.send(page, to: id, "assign", Self.car)
            #expect(told.status == 409 && told.text.contains("the resident cancelled it"))
            #expect(told.text.contains("<fieldset disabled>") && told.fields["car"] == Self.car["car"])
            #expect(try await platform.http.get("/v1/requests/\(id)").value("state")?.string == "cancelled")
        }
    }

    @Test func `a person's answer takes a request over from the simulator`() async throws {
        try await withPlatform(simulator: .init(acceptAfter: 3600)) { platform async throws in
            let (id, browser) = (UUID().uuidString, try await Browser(platform))
            let made = try await platform.submit(id)
            #expect(try made.value("simulated") == .bool(true))
            #expect(try await browser.get("/requests/\(id)").text.contains("your answer takes it over"))
            #expect(try await browser.answer(id, "accept").status == 303)
            #expect(try await platform.http.get("/v1/requests/\(id)").value("simulated") == .bool(false))
            let request = try #require(try await platform.server.desk.store.open().first)
            let simulator = RequestSimulator(desk: platform.server.desk)
            #expect(try await simulator.step(at: request.updatedAt + 86_400) == nil)
        }
    }
}
