extension TelephonySettings {
    /// Whether the help centre calls from this number; a leading country code of China does not matter.
    public func isHelpCentre(_ number: String) -> Bool {
        func national(_ number: String) -> Substring {
            let digits = number.drop { $0 == "+" }
            if digits.hasPrefix("0086") { return digits.dropFirst(4) }
            return digits.hasPrefix("86") && digits.count > 10 ? digits.dropFirst(2) : digits
        }
        let known = helpCentreCallers + targets(of: .helpCentre).map(\.number)
        return !number.isEmpty && known.contains { national($0) == national(number) }
    }

    /// Whether this is an emergency number, here or as foreigners know it. Neither a test call nor a free call may go there.
    public func isEmergencyNumber(_ number: String) -> Bool {
        let own = EmergencyService.allCases.flatMap { targets(of: $0.service).map(\.number) }
        return own.contains(number) || DialledEmergency(number: number, language: .chinese) != nil
    }
}
