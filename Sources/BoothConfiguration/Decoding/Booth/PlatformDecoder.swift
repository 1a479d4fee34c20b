import Foundation
import Vocabulary

/// Reads `platform:`: the platform that the booth reports to.
struct PlatformDecoder {
    let directory: String
    let problems: ProblemList

    func decode(_ entry: YAMLEntry) -> PlatformSettings? {
        guard let map = MapReader(entry.value, name: "platform", at: entry.keyPosition, problems: problems) else {
            return nil
        }
        let url = map.required("url", example: "url: https://platform.example.cn").flatMap(baseURL)
        let tokenFile = map.required("token_file", example: "token_file: platform-token").flatMap { _ in
            map.secretFile("token_file", in: directory)
        }
        let interval = Duration.seconds(1)...TimingsDecoder.longest
        let upload = map.seconds("upload_seconds", interval)
        let heartbeat = map.seconds("heartbeat_seconds", interval)
        let content = map.seconds("content_seconds", interval)
        let caFile = path(map.text("ca_file"))
        let certificate = path(map.text("client_certificate_file"))
        let key = map.secretFile("client_key_file", in: directory)
        map.finish()
        if (certificate == nil) != (key == nil) {
            problems.error(
                entry.keyPosition, "client_certificate_file and client_key_file belong together",
                "write both or neither")
        }
        guard let url, let tokenFile else { return nil }
        var platform = PlatformSettings(
            url: url, tokenFile: tokenFile, caFile: caFile, clientCertificateFile: certificate, clientKeyFile: key)
        if let upload { platform.uploadInterval = upload }
        if let heartbeat { platform.heartbeatInterval = heartbeat }
        if let content { platform.contentInterval = content }
        return platform
    }

    private func path(_ text: String?) -> String? { text.map { Paths.resolve($0, in: directory) } }

    private func baseURL(_ entry: YAMLEntry) -> String? {
        guard let value = TextValue(entry, problems) else { return nil }
        guard let components = WebAddress(value.text), components.isBase else {
            problems.error(
                value.position, "'\(value.text)' is no web address", "write one such as https://platform.example.cn")
            return nil
        }
        if components.scheme == "http", !components.isLoopback {
            problems.error(
                value.position, "http to '\(components.host)' would send the booth's token in the clear",
                "write https; http is for this machine only")
        }
        return value.text
    }
}

/// An `http` or `https` URL with a host and without a user.
struct WebAddress {
    let scheme: String
    let host: String
    /// Whether paths can be appended to it: it has no query and no fragment.
    let isBase: Bool

    init?(_ text: String) {
        guard let components = URLComponents(string: text), let scheme = components.scheme?.lowercased(),
            scheme == "http" || scheme == "https", let host = components.host, !host.isEmpty,
            components.user == nil, components.password == nil
        else { return nil }
        self.scheme = scheme
        isBase = components.query == nil && components.fragment == nil
        self.host = host
    }

    /// Whether it leads to this machine, as `localhost` does (RFC 6761 section 6.3).
    var isLoopback: Bool {
        let address = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
        return address == "localhost" || Trunk(id: TrunkID(rawValue: ""), host: address, user: "").isLoopback
    }
}
