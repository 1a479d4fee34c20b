/// A telephone number of mainland China, parsed from free text by the numbering plan (电信网编号计划, MIIT 2017).
///
/// The plan has country code 86 and trunk prefix 0 before an area code. Subscriber numbers have eight digits in areas
/// 10 and 2x, and seven or eight in areas whose code has three digits. Mobile numbers 1[3-9] have eleven digits, 400
/// and 800 numbers ten. Service numbers are 1xx…, 95xxx and 96xxx.
///
/// Only a number with exactly one reading is parsed. Any other is shown as written and is not dialled.
public struct TelephoneNumber: Equatable, Sendable {
    /// The digits to dial within the country: no country code, and an area code with its leading 0.
    public let digits: String
    /// The extension to ask for or to dial once connected; never part of what is dialled.
    public let ext: String?

    /// The longest text that is parsed, in bytes of UTF-8.
    private static let longest = 100
    /// Marks that precede an extension.
    private static let extensionMarks = [";ext=", "extension", "ext", "转", "轉", "分机", "分機", "内线", "x", "#", "*"]
    /// Characters between two numbers written one after the other.
    private static let separators: Set<Character> = [";", ",", "/", "、", "|", "\n", "或"]

    /// Parses the first number of a text that has exactly one reading; nil if there is none.
    public init?(_ written: String) {
        guard written.utf8.count <= Self.longest else { return nil }
        // A fast path, because a file has thousands of numbers and most are only digits, blanks, `+` and `-`.
        if written.utf8.allSatisfy(Self.isOfNumber) {
            guard let number = Self.number(main: Substring(written), ext: nil) else { return nil }
            self = number
            return
        }
        let text = Self.plain(written)
        if let whole = Self.number(text) {
            self = whole
            return
        }
        for part in text.split(whereSeparator: Self.separators.contains) {
            if let number = Self.number(String(part)) {
                self = number
                return
            }
        }
        return nil
    }

    private init(digits: String, ext: String?) {
        self.digits = digits
        self.ext = ext
    }

    /// The digits in the groups in which people remember them.
    public var groups: [String] { digits.count <= 6 ? [digits] : NumberPolicy.groups(digits) }

    // MARK: Writing

    /// Normalises a text: full-width forms to ASCII, every dash to `-`, every kind of blank to a space, all in lower
    /// case.
    private static func plain(_ text: String) -> String {
        let scalars = text.unicodeScalars.map { scalar -> Unicode.Scalar in
            switch scalar.value {
            case 0xFF01...0xFF5E: Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
            case 0x2010...0x2015, 0x2212, 0x30FC, 0xFE63: "-"
            case 0x00A0, 0x2000...0x200B, 0x3000, 0x09: " "
            default: scalar
            }
        }
        return String(String.UnicodeScalarView(scalars)).lowercased()
    }

    private static func number(_ text: String) -> TelephoneNumber? {
        var main = Substring(text)
        // `tel:` (RFC 3966), `电话:`
        if let colon = main.firstIndex(of: ":") {
            let label = main[..<colon]
            let isNumber = label.contains { $0.isNumber || "+(".contains($0) }
            guard !isNumber, !label.contains("fax"), !label.contains("传真") else { return nil }
            main = main[main.index(after: colon)...]
        }
        var ext: String?
        if let (range, _) = firstMark(in: main) {
            let rest = main[range.upperBound...].drop { " .:-号".contains($0) }
            let digits = rest.prefix { isDigit($0) }
            guard (1...6).contains(digits.count), rest[digits.endIndex...].allSatisfy({ " )号".contains($0) }) else {
                return nil
            }
            ext = String(digits)
            main = main[..<range.lowerBound]
        }
        return number(main: main, ext: ext)
    }

    private static func isOfNumber(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || byte == 0x20 || byte == 0x2B || byte == 0x2D
    }

    private static func number(main: Substring, ext: String?) -> TelephoneNumber? {
        var (main, ext) = (main, ext)
        while let last = main.last, " ,(-.".contains(last) { main.removeLast() }
        if ext == nil, let (front, digits) = trailingExtension(main) { (main, ext) = (front, digits) }
        return digits(main).map { TelephoneNumber(digits: $0, ext: ext) }
    }

    private static func firstMark(in text: Substring) -> (Range<Substring.Index>, String)? {
        var found: (Range<Substring.Index>, String)?
        for mark in extensionMarks {
            guard let start = text.indices.first(where: { text[$0...].hasPrefix(mark) }) else { continue }
            if let found, found.0.lowerBound <= start { continue }
            found = (start..<text.index(start, offsetBy: mark.count), mark)
        }
        return found
    }

    /// Splits off an extension without a mark, as in `55550141-801`: a short last group after a complete subscriber
    /// number. A group that starts with 0 is not taken, because it may be the end of a second number.
    private static func trailingExtension(_ text: Substring) -> (Substring, String)? {
        guard let dash = text.lastIndex(of: "-") else { return nil }
        let (front, last) = (text[..<dash], text[text.index(after: dash)...].filter { $0 != " " })
        let before = front.split(separator: "-").last.map { $0.filter(isDigit) } ?? ""
        guard (1...5).contains(last.count), last.first != "0", last.allSatisfy(isDigit), (7...8).contains(before.count)
        else { return nil }
        return (front, last)
    }

    private static func isDigit(_ character: Character) -> Bool { character.isASCII && character.isNumber }

    // MARK: Plan

    /// The digits to dial for a number without its extension; nil if it has no certain reading.
    private static func digits(_ text: Substring) -> String? {
        var rest = text.drop { $0 == " " || $0 == "(" }
        let hasPlus = rest.first == "+"
        if hasPlus { rest.removeFirst() }
        guard rest.allSatisfy({ isDigit($0) || " -().".contains($0) }) else { return nil }
        var digits = rest.filter(isDigit)[...]
        guard digits.count >= 3 else { return nil }
        var isInternational = hasPlus
        if !hasPlus, digits.hasPrefix("00") {
            isInternational = true
            digits.removeFirst(2)
        } else if !hasPlus, digits.hasPrefix("86"), digits.count >= 12 {
            // So 86 is the country code: no mainland number has twelve digits without a leading 0.
            isInternational = true
        }
        let groups = groups(rest)
        guard isWhole(groups) else { return nil }
        guard isInternational else { return national(digits, groups, after: nil) }
        guard digits.hasPrefix("86") else { return nil }
        return national(digits.dropFirst(2), groups, after: "86")
    }

    /// The length of each group of digits, from the left. A country code or trunk prefix written as its own group is
    /// left out.
    private static func groups(_ text: Substring) -> [Int] {
        var groups = text.split { !isDigit($0) }
        if let first = groups.first, ["86", "086", "0086"].contains(first) { groups.removeFirst() }
        if groups.first == "0" { groups.removeFirst() }
        return groups.map(\.count)
    }

    /// Whether groups of digits form one number. A last group of one or two digits may be an alternative ending, an
    /// extension or a note, unless the number is written in pairs.
    private static func isWhole(_ groups: [Int]) -> Bool {
        guard groups.count > 1, let last = groups.last, last <= 2 else { return true }
        return last == 2 && groups[groups.count - 2] == 2
    }

    /// Whether the groups form a single service number. Service numbers are short, so `110 120` is two of them. Only
    /// one of eight digits, such as 9510 5105, is written in two groups.
    private static func isOneService(_ groups: [Int]) -> Bool { groups == [4, 4] || groups.count { $0 >= 3 } <= 1 }

    private static func national(_ digits: Substring, _ groups: [Int], after country: String?) -> String? {
        let hasTrunk = digits.first == "0"
        let number = hasTrunk ? digits.dropFirst() : digits
        let values = number.compactMap(\.wholeNumberValue)
        guard values.count == number.count, values.count >= 3, values[0] > 0 else { return nil }
        if values[0] == 1, values[1] >= 3 { return values.count == 11 ? String(number) : nil }
        if isArea(values), hasTrunk || country != nil { return "0" + number }
        guard !hasTrunk else { return nil }
        if number.hasPrefix("400") || number.hasPrefix("800") { return values.count == 10 ? String(number) : nil }
        let isService =
            values[0] == 1
            ? (3...6).contains(values.count)
            : values[0] == 9 && (5...6).contains(values[1]) && (5...8).contains(values.count)
        if isService { return isOneService(groups) ? String(number) : nil }
        // A subscriber number alone is dialled within its own area. For a place nearby that is the booth's area,
        // Shanghai, where subscriber numbers have eight digits. One of seven has lost a digit.
        let isLocal = country == nil && (2...8).contains(values[0]) && values.count == 8
        return isLocal ? String(number) : nil
    }

    /// Whether this is an area code without its 0, followed by a subscriber number of that area.
    private static func isArea(_ values: [Int]) -> Bool {
        let isLarge = values[0] == 2 || values[0] == 1 && values[1] == 0
        let code = isLarge ? 2 : 3
        guard values[0] >= 2 || isLarge, values.count > code, (2...8).contains(values[code]) else { return false }
        let isOther = [4, 8].contains(values[0]) && values[1] == 0 && values[2] == 0
        return !isOther && (isLarge ? [8] : [7, 8]).contains(values.count - code)
    }
}

/// The telephone number of a place: as written and, where the reading is certain, as dialled.
public struct PlacePhone: Equatable, Sendable {
    /// The number as its source wrote it.
    public let written: String
    /// The parsed number; nil if it has no certain reading.
    public let number: TelephoneNumber?

    /// A telephone number from a text; nil if the text has fewer than three digits.
    public init?(_ written: String) {
        guard written.unicodeScalars.filter({ $0.properties.numericType == .decimal }).count >= 3 else { return nil }
        self.written = written
        number = TelephoneNumber(written)
    }
}
