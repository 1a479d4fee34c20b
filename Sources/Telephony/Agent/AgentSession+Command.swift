import KioskCore

extension AgentSession {
    /// Performs a command of the core.
    mutating func perform(_ command: TelephoneCommand) {
        switch command {
        case .dial(let handle, let target): dial(handle, target)
        case .adopt(let handle, let found): adopt(handle, found)
        case .answer(let handle): answer(handle)
        case .hangUp(let handle): hangUp(handle)
        case .hold(let handle): hold(handle)
        case .listen(let sink): listen(at: sink)
        case .sendDTMF(let handle, let digit): sendDTMF(handle, digit)
        case .announce(let handle, let announcement): announce(handle, announcement)
        // Kept by `BoothTelephone`; the agent knows nothing of it.
        case .journal: break
        }
    }
}
