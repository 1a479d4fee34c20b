import HTTPClient
import Testing

extension Examples {
    @Test func httpClient() async throws {
        // shown in Sources/HTTPClient/HTTPClient.docc/HTTPClient.md
        let client = try HTTPClient()
        // A booth's token in clear text over the street's network: such a request is never sent.
        let answer = await withCheckedContinuation { done in
            _ = client.send(HTTPRequest(.get, "http://example.org/v1/content")) { done.resume(returning: $0) }
        }
        // Stopped before it is let go of; what is on its way gets `.stopped`.
        await withCheckedContinuation { done in client.stop { done.resume() } }
        // end
        #expect(answer == .failure(.insecure(host: "example.org")))
    }
}
