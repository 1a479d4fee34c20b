import Foundation
import Synchronization
import Testing

@testable import Platform

@Suite struct RateLimitTests {
    @Test func `a bucket gives its burst, then what runs in, and says how long to wait`() {
        let start = ContinuousClock.now
        let elapsed = Mutex(Duration.zero)
        let limiter = RateLimiter(.init(perSecond: 0.5, burst: 3)) { start + elapsed.withLock(\.self) }
        for _ in 0..<3 { #expect(limiter.take("a") == nil) }
        #expect(limiter.take("a") == 2)
        #expect(limiter.take("b") == nil)
        elapsed.withLock { $0 += .milliseconds(1500) }
        #expect(limiter.take("a") == 1)
        elapsed.withLock { $0 += .milliseconds(500) }
        #expect(limiter.take("a") == nil)
        #expect(limiter.take("a") == 2)
        // Rest fills it to the burst and no further.
        elapsed.withLock { $0 += .seconds(3600) }
        #expect((0..<4).map { _ in limiter.take("a") } == [nil, nil, nil, 2])
    }

    @Test func `a booth that asks too often is told when to come again, and no other is`() async throws {
        try await withPlatform(boothRate: .init(perSecond: 0.001, burst: 5)) { platform in
            for _ in 0..<5 { #expect(try await platform.http.get("/v1/content").status == 200) }
            let refused = try await platform.http.postEvents([TestEvent.make(1)])
            #expect(try refused.isProblem(429))
            #expect(try #require(refused["retry-after"].flatMap(Int.init)) > 900)
            #expect(try await platform.http.get("/v1/content", token: TestAccess.otherToken).status == 200)
            #expect(try await platform.server.events.events(of: nil, after: 0, limit: 1).isEmpty)
        }
    }
}
