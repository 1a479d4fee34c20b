import KioskCore

/// What the broker itself asks: whether the agent has its accounts, and which calls are in progress.
extension BrokerMachine {
    mutating func learned(_ purpose: Purpose, _ text: String) {
        switch purpose {
        case .ping:
            let accounts = AgentText.registrations(in: text).map(\.addressOfRecord)
            if !hasAccounts(accounts) { return }
            // While somebody has the line, its calls are looked at too: an end without an id would keep the line taken
            // for ever.
            if agent == .greeted || lock.owner != nil { look(accounts) }
        case .account: break
        case .calls(let isLast):
            counted += AgentText.calls(in: text).count { $0.progress != .incoming }
            if isLast { looked(counted) }
        }
    }

    /// Ends an agent that has lost its accounts. An agent that is shutting down has none left, answers for up to 32 s
    /// and can place no call.
    /// - Returns: False if the agent was ended for that.
    mutating func hasAccounts(_ accounts: [String]) -> Bool {
        withoutAccounts = accounts.isEmpty && hadAccounts ? withoutAccounts + 1 : 0
        if !accounts.isEmpty { hadAccounts = true }
        guard withoutAccounts >= 2 else { return true }
        emit(.log("line: the agent has lost its accounts and can place no call; it is ended"))
        endAgent()
        return false
    }

    /// Looks at the calls of all accounts.
    mutating func look(_ accounts: [String]? = nil) {
        guard let accounts else {
            if !jobs.contains(where: { $0.purpose == .ping }) { sendOwn("reginfo", purpose: .ping) }
            return
        }
        guard !isLooking else { return }
        (isLooking, counted, takings) = (true, 0, lock.takings)
        guard !accounts.isEmpty else { return looked(0) }
        for account in accounts.prefix(16) {
            sendOwn("uafind", account, purpose: .account)
            sendOwn("listcalls", purpose: .calls(last: account == accounts.prefix(16).last))
        }
    }

    mutating func looked(_ count: Int) {
        isLooking = false
        let before = lock.owner
        lock.looked(count, since: takings)
        guard agent == .greeted else { return ownerChanged(before) }
        agent = .up
        endedUnheard = 0
        emit(.schedule(.ping, after: Self.pingInterval))
        if lock.owner == nil { tell(LineEvent.free) } else { tell(LineEvent.taken, lock.owner?.rawValue) }
        tell(LineEvent.up, reason)
        reason = nil
    }

    mutating func ownerChanged(_ before: LineRole?) {
        guard lock.owner != before else { return }
        if let owner = lock.owner { tell(LineEvent.taken, owner.rawValue) } else { tell(LineEvent.free) }
    }
}
