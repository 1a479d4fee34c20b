import Foundation

/// All changes to requests go through here: they are stored first, then announced to those who wait.
struct RequestDesk: Sendable {
    /// The result of a submission.
    enum Submitted: Sendable {
        case created(ServiceRequest)
        /// The same booth has already sent this id.
        case known(ServiceRequest)
        /// The id belongs to another booth's request.
        case conflict
    }

    /// The result of a change that a booth asked for.
    enum Outcome: Sendable {
        case done(ServiceRequest)
        case tooLate(ServiceRequest)
    }

    /// The result of a person's answer.
    enum Answered: Sendable {
        case done(ServiceRequest)
        /// The request has already been changed by somebody or something else, or its state does not allow the answer.
        /// Nothing was changed.
        case outdated(RequestStore.Detail)
    }

    let store: RequestStore
    let board: ChangeBoard
    /// Whether the simulator answers. Every request is marked accordingly from its first document on.
    let simulator: SimulatorSwitch
    let clock: @Sendable () -> Date

    func submit(_ submission: RequestSubmission, from booth: String) async throws -> Submitted {
        let request = ServiceRequest(submission, booth: booth, simulated: simulator.settings != nil, at: clock())
        guard try await store.insert(request) else {
            guard let known = try await store.find(submission.id, of: booth) else { return .conflict }
            return .known(known)
        }
        board.announce(request.id)
        return .created(request)
    }

    /// The request as soon as its version is above `version`, or as it is after `timeout`; nil if the booth has no such
    /// request.
    func request(
        _ id: String, of booth: String, after version: Int, within timeout: Duration
    ) async throws -> ServiceRequest? {
        let deadline = ContinuousClock.now + timeout
        while true {
            let changes = board.changes(of: .request(id))
            guard let request = try await store.find(id, of: booth) else { return nil }
            let left = deadline - .now
            guard request.version <= version, left > .zero, !board.pollsAreOver else { return request }
            await firstChange(in: changes, within: left)
            try Task.checkCancellation()
        }
    }

    /// Stores a call-back number with the request; nil if the booth has no such request.
    func setContact(_ number: ContactNumber, of id: String, booth: String) async throws -> Outcome? {
        guard let request = try await store.find(id, of: booth) else { return nil }
        guard try await store.setContact(number, of: request.id) else {
            return try await store.find(id, of: booth).map(Outcome.tooLate)
        }
        // The document does not change, but a person looking at the page waits for the number.
        board.announce(request.id)
        return .done(request)
    }

    /// Cancels a request; also succeeds if it was cancelled before. nil if the booth has no such request.
    func cancel(_ id: String, of booth: String) async throws -> Outcome? {
        guard try await store.find(id, of: booth) != nil,
            let (request, changed) = try await store.apply(.cancel, to: id, by: .booth, at: clock())
        else { return nil }
        if changed { board.announce(request.id) }
        return request.state == .cancelled ? .done(request) : .tooLate(request)
    }

    /// Applies a change to a request if it still has this version; a booth may have cancelled it meanwhile.
    func advance(
        _ request: ServiceRequest, by change: ServiceRequest.Change, author: RequestAuthor = .platform
    ) async throws {
        let result = try await store.apply(
            change, to: request.id, ifVersion: request.version, by: author, at: clock())
        if let result, result.changed { board.announce(request.id) }
    }

    /// Applies a person's answer to the version of the request that the person saw; nil if there is no such request.
    func answer(
        _ id: String, seen version: Int, with change: ServiceRequest.Change, by name: String
    ) async throws -> Answered? {
        let result = try await store.apply(change, to: id, ifVersion: version, by: .person(name), at: clock())
        if let result, result.changed {
            board.announce(id)
            return .done(result.request)
        }
        guard let detail = try await store.detail(id) else { return nil }
        // The same answer sent twice by the same person, for example by an impatient click, has already been applied.
        if let last = detail.log.last, last.author == .person(name), last.version == version + 1,
            change.yields(detail.request)
        {
            return .done(detail.request)
        }
        return .outdated(detail)
    }
}

extension ServiceRequest.Change {
    /// Whether a request is already as this change would leave it, apart from arrival times.
    fileprivate func yields(_ request: ServiceRequest) -> Bool {
        func given(_ assignment: Assignment?) -> Assignment? {
            var assignment = assignment
            assignment?.arrivesAt = nil
            return assignment
        }
        return switch self {
        case .accept: request.state == .accepted
        case .assign(let new): request.state == .assigned && given(request.assignment) == given(new)
        case .complete(let new):
            request.state == .completed && (new == nil || given(request.assignment) == given(new))
        case .fail(let reason): request.state == .failed && request.reason == reason
        case .cancel: request.state == .cancelled
        }
    }
}
