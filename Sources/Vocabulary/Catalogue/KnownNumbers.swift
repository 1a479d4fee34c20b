extension TelephonySettings {
    /// Whether the help centre calls from this number. A leading country code of China is ignored.
    public func isHelpCentre(_ number: String) -> Bool {
        func national(_ number: String) -> Substring {
            let digits = number.drop { $0 == "+" }
            if digits.hasPrefix("0086") { return digits.dropFirst(4) }
            return digits.hasPrefix("86") && digits.count > 10 ? digits.dropFirst(2) : digits
        }
        let known = helpCentreCallers + targets(of: .helpCentre).map(\.number)
        return !number.isEmpty && known.contains { national($0) == national(number) }
    }

    /// Whether this is an emergency number, in China or as foreigners know it. Test calls and free calls may not dial
    /// it.
    public func isEmergencyNumber(_ number: String) -> Bool {
        let own = EmergencyService.allCases.flatMap { targets(of: $0.service).map(\.number) }
        return own.contains(number) || DialledEmergency(number: number, language: .chinese) != nil
    }
}
