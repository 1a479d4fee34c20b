/// The pension function: consent, then the card.
public enum PensionScreen: Hashable, Sendable {
    /// What will be read and that nothing is kept.
    case consent
    /// This booth has no card reader.
    case noReader
}

extension Turn {
    mutating func pressOnPension(_ key: Key, _ screen: PensionScreen) {
        switch (key, screen) {
        case (.hash, .consent):
            state.screenSince = now
            show(.pension(.noReader))
            speak(.pensionNoReader)
        case (.star, .consent): back()
        case (.star, .noReader):
            leaveFunction(.unavailable)
            goHome()
        default: pressCommon(key)
        }
    }
}
