import Foundation
import Glibc

/// Bytes over a loopback socket, for what no HTTP library would send. The blocking calls run on a separate thread.
enum RawConnection {
    /// Sends and reads until the other side closes.
    static func exchange(_ port: Int, _ text: String) async throws -> String {
        try await onThread {
            let socket = try connect(port)
            defer { close(socket) }
            send(socket, text)
            var answer: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 65536)
            while case let count = read(socket, &buffer, buffer.count), count > 0 { answer += buffer[..<count] }
            return String(decoding: answer, as: UTF8.self)
        }
    }

    /// Sends, runs `meanwhile`, and goes away without reading.
    static func abandon(_ port: Int, _ text: String, meanwhile: () async throws -> Void) async throws {
        let socket = try await onThread {
            let socket = try connect(port)
            send(socket, text)
            return socket
        }
        defer { close(socket) }
        try await meanwhile()
    }

    private static func connect(_ port: Int) throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(INADDR_LOOPBACK).bigEndian
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else {
            close(descriptor)
            throw TestFailure("connect: \(String(cString: strerror(errno)))")
        }
        return descriptor
    }

    private static func send(_ descriptor: Int32, _ text: String) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { bytes in
                Glibc.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
            }
            guard written > 0 else { return }
            rest = rest.dropFirst(written)
        }
    }

    private static func onThread<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value
    {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try work() }) }
        }
    }
}
