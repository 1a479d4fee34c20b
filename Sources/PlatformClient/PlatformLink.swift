import EventQueue
import Foundation
import HTTPClient
import Basics
import KioskCore
import Vocabulary
import Secrets
import Serial
import Synchronization

/// What all requests to the platform share: the base URL, the token, and what is known of whether the platform answers
/// and what time it has.
final class PlatformLink: Sendable {
    typealias Answer = Result<HTTPResponse, HTTPError>

    let queue: SerialQueue
    let booth: Booth
    let random: @Sendable () -> Double
    let now: @Sendable () -> Int64
    let report: @Sendable (PlatformReport) -> Void
    private let base: String
    private let tokenFile: SecretFile
    private let http: HTTPClient
    private let state = Mutex(State())

    private struct Refusal {
        var token: String?
    }

    private struct State {
        var token: String?
        /// The refused token, by the part that refuses it.
        var refused: [String: Refusal] = [:]
        var isOnline: Bool?
        var failures = 0
        var clockIsWrong = false
        var doubted: @Sendable () -> Void = {}
        var returned: @Sendable () -> Void = {}
        var dated: @Sendable (Bool) -> Void = { _ in }
    }

    /// A wall clock that is this many seconds off is reported to a technician.
    private static let clockTolerance: Int64 = 120
    /// Within this many seconds the clock is right again. This is less than the tolerance, because a clock at the limit
    /// would otherwise be reported with every answer.
    private static let clockIsRight: Int64 = 60

    init(
        settings: PlatformSettings, booth: Booth, http: HTTPClient, queue: SerialQueue,
        random: @escaping @Sendable () -> Double, now: @escaping @Sendable () -> Int64,
        report: @escaping @Sendable (PlatformReport) -> Void
    ) {
        base = settings.url.hasSuffix("/") ? String(settings.url.dropLast()) : settings.url
        tokenFile = SecretFile(path: settings.tokenFile)
        self.booth = booth
        self.http = http
        self.queue = queue
        self.random = random
        self.now = now
        self.report = report
    }

    /// Sets three callbacks: for when the platform seems to be gone and should be checked, for when it is back, and for
    /// when it has told its time, with whether the booth's clock agrees.
    func observe(
        doubted: @escaping @Sendable () -> Void, returned: @escaping @Sendable () -> Void,
        dated: @escaping @Sendable (_ isRight: Bool) -> Void
    ) {
        state.withLock {
            $0.doubted = doubted
            $0.returned = returned
            $0.dated = dated
        }
    }

    /// Sends a request to a path under the base URL. The answer comes to `owner` on the client's queue. After a 401 the
    /// token is read again and, if it has changed, the request is sent once more.
    /// - Returns: a handle to cancel the request; nil if it was not sent.
    @discardableResult
    func send<Owner: Actor>(
        _ method: HTTPRequest.Method, _ path: String, headers: [HTTPHeader] = [], body: String? = nil,
        contentType: String = "application/json", compressed: Bool = false, timeout: Duration = .seconds(30),
        to owner: Owner, completion: @escaping @Sendable (isolated Owner, Answer) -> Void
    ) -> HTTPHandle? {
        var request = HTTPRequest(
            method, base + path, headers: headers, body: Array((body ?? "").utf8), compressed: compressed,
            timeout: timeout)
        if body != nil { request.headers.append(HTTPHeader("Content-Type", contentType)) }
        return send(request, again: true) { [queue] answer in queue.run(on: owner) { completion($0, answer) } }
    }

    /// Cancels a request; its owner gets `.cancelled`.
    func cancel(_ handle: HTTPHandle) { http.cancel(handle) }

    private func send(
        _ request: HTTPRequest, again: Bool, completion: @escaping @Sendable (Answer) -> Void
    ) -> HTTPHandle? {
        let token: String
        do {
            token = try currentToken()
        } catch {
            refuse("\(error)", by: Self.file, token: nil)
            completion(.success(Self.withoutToken))
            return nil
        }
        var authorised = request
        authorised.headers.append(HTTPHeader("Authorization", "Bearer " + token))
        return http.send(authorised) { [self] answer in
            queue.run { [self] in
                if again, case .success(let response) = answer, response.status == 401, renew(token) {
                    _ = send(request, again: false, completion: completion)
                } else {
                    note(answer, of: Self.part(of: request.url, under: base), token: token)
                    completion(answer)
                }
            }
        }
    }

    /// The platform's answer to a request without a token. If there is no token to send, this stands in and the
    /// platform is not asked.
    private static let withoutToken = HTTPResponse(
        status: 401, headers: [HTTPHeader("Content-Type", "application/problem+json")],
        body: Array(#"{"type":"urn:laoyouting:problem:unauthorized","title":"No token to send","status":401}"#.utf8))

    // MARK: - The token

    private func currentToken() throws(SecretFile.Failure) -> String {
        if let token = state.withLock({ $0.token }) { return token }
        let token = try tokenFile.line()
        state.withLock { $0.token = token }
        refuse(nil, by: Self.file, token: nil)
        return token
    }

    /// Whether the file holds another token than the refused one. Either way, the next request reads the file again.
    private func renew(_ refused: String) -> Bool {
        state.withLock { if $0.token == refused { $0.token = nil } }
        guard let token = try? currentToken() else { return false }
        return token != refused
    }

    /// Names for two of the parts that judge the token: the events interface, and the file that the token is read from.
    /// Each part's verdict is kept separately, so that a part that accepts the token does not hide a refusal by
    /// another.
    private static let events = "/v1/events"
    private static let file = "the token's file"

    private static func part(of url: String, under base: String) -> String {
        "/" + url.dropFirst(base.count).split { $0 == "/" || $0 == "?" }.prefix(2).joined(separator: "/")
    }

    /// Notes whether the events part accepts the token in use. The uploader calls this, because events are answered one
    /// by one.
    func refuseEvents(_ reason: String?) {
        refuse(reason, by: Self.events, token: state.withLock { $0.token })
    }

    private func refuse(_ reason: String?, by part: String, token: String?) {
        let isNews = state.withLock { state in
            let before = state.refused.isEmpty
            state.refused[part] = reason.map { _ in Refusal(token: token) }
            // If a new token is accepted, all refusals of earlier tokens are settled, for all parts.
            if reason == nil, let token { state.refused = state.refused.filter { $0.value.token == token } }
            return state.refused.isEmpty != before
        }
        if isNews { report(.credentials(refused: reason)) }
    }

    // MARK: - What an answer says about the platform

    private func note(_ answer: Answer, of part: String, token: String) {
        switch answer {
        case .failure(.cancelled), .failure(.stopped): return
        case .failure(let error): noteFailure("\(error)")
        case .success(let response) where !Self.isOwn(response):
            // A captive portal or a proxy: its answer says nothing about the token, and its clock is not the
            // platform's.
            let type = response.header("Content-Type") ?? "no type"
            let portal = response.status == 511 || response.status == 407 ? response.foreignPage : nil
            noteFailure(portal ?? "status \(response.status), \(type): not the platform")
        case .success(let response):
            switch response.status {
            case 500...: noteFailure("status \(response.status)")
            case 401, 403:
                state.withLock { $0.token = nil }
                refuse("status \(response.status)", by: part, token: token)
                noteSuccess()
            case 200..<300, 304:
                if part != Self.events { refuse(nil, by: part, token: token) }
                noteSuccess()
            default:
                // Whatever this answer says, it does not refuse the token.
                refuse(nil, by: part, token: token)
                noteSuccess()
            }
            if let date = response.header("Date").flatMap(HTTPDate.unixSeconds) { noteDate(date) }
        }
    }

    /// Whether the answer may be the platform's. Its documents and problems are JSON with known members, and it never
    /// redirects.
    static func isOwn(_ response: HTTPResponse) -> Bool { PlatformAnswer.isOwn(response) }

    private func noteSuccess() {
        let returned: (@Sendable () -> Void)? = state.withLock { state in
            state.failures = 0
            guard state.isOnline != true else { return nil }
            state.isOnline = true
            return state.returned
        }
        guard let returned else { return }
        report(.online)
        returned()
    }

    /// A single failure is only a doubt; a second one in a row means offline. Before the first answer, one failure is
    /// enough.
    private func noteFailure(_ reason: String) {
        let (wentOffline, doubted): (Bool, (@Sendable () -> Void)?) = state.withLock { state in
            state.failures += 1
            switch state.isOnline {
            case true where state.failures == 1: return (false, state.doubted)
            case true, nil:
                state.isOnline = false
                return (true, nil)
            default: return (false, nil)
            }
        }
        if wentOffline { report(.offline(reason: reason)) }
        doubted?()
    }

    private func noteDate(_ seconds: Int64) {
        let ahead = now() / 1000 - seconds
        let (isNews, isWrong, dated) = state.withLock { state in
            // Only a change between right and wrong is reported, not the drift of a clock that is known to be wrong.
            let isWrong = abs(ahead) > (state.clockIsWrong ? Self.clockIsRight : Self.clockTolerance)
            defer { state.clockIsWrong = isWrong }
            return (state.clockIsWrong != isWrong, isWrong, state.dated)
        }
        dated(!isWrong)
        if isNews { report(.clock(ahead: abs(ahead) > Self.clockTolerance ? .seconds(ahead) : nil)) }
    }
}
