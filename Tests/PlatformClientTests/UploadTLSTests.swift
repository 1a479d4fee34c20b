import Reporting
import EventQueue
import AdapterTestSupport
import Foundation
import HTTPClient
import Vocabulary
import Testing

@testable import PlatformClient

@Suite("Upload through TLS", .timeLimit(.minutes(1)))
struct UploadTLSTests {
    /// What is wrong with the certificates, and how it is put right while the booth runs.
    enum Defect: String, CaseIterable, Sendable {
        case wrongAuthority, expiredServer, expiredClient, missingClient, strangeClient

        func cause(_ certificates: Certificates) throws {
            switch self {
            case .wrongAuthority: try certificates.issue("server", by: "otherca", extra: Certificates.server)
            case .expiredServer: try certificates.issue("server", by: "ca", extra: Certificates.server, days: -1)
            case .expiredClient: try certificates.issue("client", by: "ca", extra: Certificates.client, days: -1)
            case .missingClient: try FileManager.default.removeItem(atPath: certificates.path + "/client.pem")
            case .strangeClient: try certificates.issue("client", by: "otherca", extra: Certificates.client)
            }
        }

        func cure(_ certificates: Certificates) throws {
            try certificates.issue("server", by: "ca", extra: Certificates.server)
            try certificates.issue("client", by: "ca", extra: Certificates.client)
        }

        /// What the technician reads.
        var word: String {
            switch self {
            case .wrongAuthority: "unable to get local issuer"
            case .expiredServer, .expiredClient: "expired"
            case .missingClient: "client certificate"
            case .strangeClient: "alert"
            }
        }
    }

    @Test(
        "A bad certificate keeps the events and says why; a good one in its place is used at once",
        arguments: Defect.allCases)
    func certificates(_ defect: Defect) async throws {
        let certificates = try Certificates()
        try defect.cause(certificates)
        let store = EventStore()
        let server = try ScriptedServer { request in
            request.path == "/v1/events" ? [.respond(200, store.take(request).body)] : otherwise(request)
        }
        defer { server.stop() }
        let front = try TLSFront(certificates, to: server.port, demandClient: true)
        defer { front.stop() }
        let booth = try Booth(
            url: "https://127.0.0.1:\(front.port)", certificates: certificates.path,
            clientCertificate: certificates.path + "/client")
        let ids = try await booth.append(3)
        booth.client.start()
        let report = try await booth.reports.first { if case .offline = $0 { true } else { false } }
        #expect("\(report)".contains(defect.word), "\(report)")
        try await booth.reports.first { $0 == .upload(.unreachable) }
        #expect(booth.queue.status.depth == 3)
        #expect(server.requests.isEmpty, "nothing was sent, the token least of all")

        try defect.cure(certificates)
        try await booth.uploaded(3)
        #expect(store.stored == ids)
        #expect(booth.queue.status.quarantined == 0)
        await booth.stop()
    }
}
