/// A file's text, ready for parsing: UTF-8 without characters that a configuration never needs.
struct SourceText {
    let file: String
    private(set) var scalars: [Unicode.Scalar]
    private(set) var text: String

    /// Decodes the bytes; nil, with the problems reported, if they are not acceptable text.
    init?(file: String, bytes: [UInt8], problems: ProblemList) {
        self.file = file
        let marker: [UInt8] = [0xEF, 0xBB, 0xBF]
        let content = bytes.starts(with: marker) ? bytes.dropFirst(3) : bytes[...]
        text = String(decoding: content, as: UTF8.self)
        scalars = []
        scalars.reserveCapacity(content.count)
        var position = Position(file: file)
        var decoder = UTF8()
        var iterator = content.makeIterator()
        decoding: while true {
            switch decoder.decode(&iterator) {
            case .scalarValue(let scalar):
                scalars.append(scalar)
                position.advance(over: scalar)
            case .emptyInput:
                break decoding
            case .error:
                problems.error(
                    position, "these bytes are not UTF-8", "save the file as UTF-8 (another editor may have used GBK)")
                return nil
            }
        }
        guard TextInspection(file: file, problems: problems).passes(scalars) else { return nil }
    }

    /// The same text with one character replaced by a private-use one, so that two equal keys can be told apart.
    func masking(_ position: Position, with index: Int) -> SourceText? {
        var current = Position(file: file)
        for (offset, scalar) in scalars.enumerated() {
            if current.line == position.line, current.column == position.column {
                let target = scalar == "\"" || scalar == "'" ? offset + 1 : offset
                guard target < scalars.count, let mask = Unicode.Scalar(Self.firstMask + UInt32(index)) else {
                    return nil
                }
                var copy = self
                copy.scalars[target] = mask
                copy.text = String(String.UnicodeScalarView(copy.scalars))
                return copy
            }
            current.advance(over: scalar)
        }
        return nil
    }

    /// The number of the mask in a masked key.
    static func maskNumber(of key: String) -> Int? {
        key.unicodeScalars.first.flatMap { isMask($0) ? Int($0.value - firstMask) : nil }
    }

    /// The first masking character, deep in the private-use area, where no font has glyphs.
    private static let firstMask: UInt32 = 0xF700

    static func isMask(_ scalar: Unicode.Scalar) -> Bool {
        (firstMask..<firstMask + 0x100).contains(scalar.value)
    }
}

extension Position {
    /// Moves the position past one character.
    mutating func advance(over scalar: Unicode.Scalar) {
        if scalar == "\n" {
            line += 1
            column = 1
        } else {
            column += 1
        }
    }
}
