import Foundation
import Secrets

/// The owners of bearer tokens.
struct AccessTokens: Sendable {
    /// The tokens cannot be used.
    struct InvalidTokens: Error, CustomStringConvertible {
        let description: String
    }

    private let operatorToken: [UInt8]?
    // Looked up by a hash whose seed is random in each process, so that the time taken reveals nothing about a token.
    private let callers: [String: Caller]
    /// The shortest operator's token, because it opens the page to anybody who guesses it.
    static let shortestOperatorToken = 16

    /// All booths that have a token.
    let booths: [String]

    /// - Parameter booths: tokens by booth number.
    init(booths: [String: String], operatorToken: String?) throws(InvalidTokens) {
        var callers: [String: Caller] = [:]
        func add(_ token: String, _ caller: Caller, of owner: String) throws(InvalidTokens) {
            guard !token.isEmpty, token.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
                throw InvalidTokens(description: "the token of \(owner) is empty or not printable ASCII")
            }
            guard callers.updateValue(caller, forKey: token) == nil else {
                throw InvalidTokens(description: "the token of \(owner) belongs to somebody else too")
            }
        }
        for (booth, token) in booths.sorted(by: { $0.key < $1.key }) {
            guard Self.isBoothNumber(booth) else {
                throw InvalidTokens(description: "no booth number: 1 to 32 letters, digits, dots, hyphens, underscores")
            }
            try add(token, .booth(booth), of: booth)
        }
        if let operatorToken {
            guard operatorToken.utf8.count >= Self.shortestOperatorToken else {
                throw InvalidTokens(
                    description: "the operator's token is shorter than \(Self.shortestOperatorToken) characters")
            }
            try add(operatorToken, .operator, of: "the operator")
        }
        self.callers = callers
        self.operatorToken = operatorToken.map { Array($0.utf8) }
        self.booths = booths.keys.sorted()
    }

    /// Reads both files; each must be readable by its owner only.
    init(boothFile: String, operatorFile: String?) throws {
        let data = Data(try SecretFile(path: boothFile).text().utf8)
        guard let booths = try? JSONDecoder().decode([String: String].self, from: data) else {
            throw InvalidTokens(description: "\(boothFile): expected JSON like {\"PT-0042\": \"token\"}")
        }
        let operatorToken = try operatorFile.map {
            try SecretFile(path: $0).text().trimmingCharacters(in: .whitespacesAndNewlines)
        }
        try self.init(booths: booths, operatorToken: operatorToken)
    }

    /// The owner of a token; nil if nobody has it.
    func caller(_ token: String) -> Caller? { callers[token] }

    /// Whether there is an operator's token.
    var hasOperator: Bool { operatorToken != nil }

    /// Whether this is the operator's token. Takes the same time for every guess of the same length.
    func isOperator(_ guess: String) -> Bool {
        guard let operatorToken, guess.utf8.count == operatorToken.count else { return false }
        return zip(guess.utf8, operatorToken).reduce(0 as UInt8) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static func isBoothNumber(_ text: String) -> Bool {
        (1...32).contains(text.utf8.count)
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-._".contains($0)) }
    }
}
