extension Turn {
    /// A lifted handset begins a session and its voice as the first key does; during a session it is a sign of life.
    ///
    /// Putting it back ends nothing: a call ends as its screen says, and by nothing that a swinging cord can do.
    mutating func handset(lifted: Bool) {
        guard lifted else { return }
        let isFirst = state.session == nil
        if isFirst { begin(by: .key) }
        if endIdleCountdown() { return speakPage() }
        if isFirst, state.screen == .home { speakHome() }
        restartIdle()
    }
}
