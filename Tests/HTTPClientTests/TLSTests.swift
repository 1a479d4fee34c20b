import AdapterTestSupport
import Foundation
import HTTPClient
import Testing

/// `openssl s_server` on a free port of 127.0.0.1; it answers every GET with a page of its own.
private final class TLSServer {
    let port: Int
    private let command: Command

    init(_ certificates: Certificates, demandClient: Bool) throws {
        let server = ["openssl", "s_server", "-www", "-accept", "127.0.0.1:0", "-cert", "server.pem"]
        let key = ["-key", "server.key"]
        let demand = ["-CAfile", "ca.pem", "-Verify", "1", "-verify_return_error"]
        command = try Command(server + key + (demandClient ? demand : []), in: certificates.path)
        var text = ""
        var found: Int?
        while found == nil {
            let more = command.read()
            guard !more.isEmpty else { break }
            text += more
            // "ACCEPT 127.0.0.1:41234", once the line is complete.
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            found = lines.first { $0.hasPrefix("ACCEPT ") }?.split(separator: ":").last.flatMap { Int($0) }
        }
        guard let found else { throw NSError(domain: "no port: \(text)", code: 1) }
        port = found
    }

    deinit { command.finish(terminating: true) }
}

@Suite("TLS", .timeLimit(.minutes(1)))
struct TLSTests {
    private func status(_ settings: HTTPSettings, _ server: TLSServer) async throws -> Result<Int, HTTPError> {
        let client = try HTTPClient(settings)
        let answer = await client.answer(HTTPRequest(.get, "https://127.0.0.1:\(server.port)/"))
        await client.stopped()
        return answer.map(\.status)
    }

    private func isTLS(_ result: Result<Int, HTTPError>) -> Bool {
        if case .failure(.tls) = result { true } else { false }
    }

    @Test("A server is believed only on the configured CA's word")
    func server() async throws {
        let certificates = try Certificates()
        let server = try TLSServer(certificates, demandClient: false)
        #expect(try await status(HTTPSettings(caFile: certificates.path + "/ca.pem"), server) == .success(200))
        let other = try await status(HTTPSettings(caFile: certificates.path + "/otherca.pem"), server)
        #expect(isTLS(other), "\(other)")
        let system = try await status(HTTPSettings(), server)
        #expect(isTLS(system), "\(system)")
        let missing = try await status(HTTPSettings(caFile: certificates.path + "/missing.pem"), server)
        #expect(isTLS(missing), "\(missing)")
    }

    @Test("A server that demands a client certificate gets the configured one; none or a stranger's is refused")
    func client() async throws {
        let certificates = try Certificates()
        let server = try TLSServer(certificates, demandClient: true)
        var settings = HTTPSettings(caFile: certificates.path + "/ca.pem")
        let none = try await status(settings, server)
        #expect(isTLS(none), "\(none)")
        settings.clientCertificateFile = certificates.path + "/stranger.pem"
        settings.clientKeyFile = certificates.path + "/stranger.key"
        let stranger = try await status(settings, server)
        #expect(isTLS(stranger), "\(stranger)")
        settings.clientCertificateFile = certificates.path + "/client.pem"
        settings.clientKeyFile = certificates.path + "/client.key"
        #expect(try await status(settings, server) == .success(200))
    }
}
