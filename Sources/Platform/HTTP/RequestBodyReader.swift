import Foundation
import Hummingbird

extension Request {
    /// Reads and decompresses the body of a request that must have this media type; at most `limit` bytes, both on the
    /// wire and decompressed.
    func content(type: String, limit: Int) async throws -> [UInt8] {
        let sent = headers[.contentType]?.split(separator: ";").first.map { $0.trimmingCharacters(in: .whitespaces) }
        guard sent?.lowercased() == type else { throw Problem.unsupportedMediaType("expected \(type)") }
        let encoding = headers[.contentEncoding]?.lowercased() ?? "identity"
        guard encoding == "gzip" || encoding == "identity" else {
            var problem = Problem.unsupportedMediaType("expected no content encoding, or gzip")
            problem.headers[.acceptEncoding] = "gzip"
            throw problem
        }
        if let length = headers[.contentLength].flatMap(Int.init), length > limit { throw Problem.tooLarge }
        let buffer: ByteBuffer
        do {
            buffer = try await body.collect(upTo: limit)
        } catch let error as any HTTPResponseError {
            throw error
        } catch {
            throw BodyReadFailure(underlying: error)
        }
        let bytes = Array(buffer.readableBytesView)
        guard encoding == "gzip" else { return bytes }
        do {
            return try Gunzip.decompress(bytes, limit: limit)
        } catch {
            switch error {
            case .tooLarge: throw Problem.tooLarge
            case .malformed: throw Problem.malformed("the body is no complete gzip stream")
            }
        }
    }

    /// Reads the body of a request as JSON of this type.
    func json<Value: Decodable>(_ type: Value.Type, limit: Int = 64 * 1024) async throws -> Value {
        let bytes = try await content(type: "application/json", limit: limit)
        do {
            return try JSONForm.decoder.decode(type, from: Data(bytes))
        } catch {
            throw Problem.malformed(JSONForm.explain(error))
        }
    }

    /// Reads a whole number from the query; returns `fallback` if it is missing.
    func queryNumber<Number: FixedWidthInteger>(
        _ name: String, in range: ClosedRange<Number>, default fallback: Number
    ) throws(Problem) -> Number {
        guard let text = uri.queryParameters[Substring(name)] else { return fallback }
        guard let number = Number(text), range.contains(number) else {
            throw .malformed("\(name): a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }
}

extension Response {
    /// A JSON answer.
    static func json(
        _ value: some Encodable, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
    ) throws -> Response {
        json(bytes: try JSONForm.encoder.encode(value), status: status, headers: headers)
    }

    /// An answer with JSON that is already encoded.
    static func json(
        bytes: some Sequence<UInt8>, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
    ) -> Response {
        var headers = headers
        headers[.contentType] = "application/json"
        if headers[.cacheControl] == nil { headers[.cacheControl] = "no-store" }
        return Response(
            status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: Array(bytes))))
    }
}
