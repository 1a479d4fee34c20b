public import Reporting
public import Vocabulary

/// The attempts that a call may make, in order, and which comes next: the pure part of failover.
public struct CallPlan: Equatable, Sendable {
    /// One attempt: a number over a trunk.
    public struct Attempt: Equatable, Sendable {
        /// What is dialled.
        public var target: DialTarget
        /// The service behind the number; nil for a number that is no service of `booth.yaml`.
        public var service: ServiceID?
        /// How long nothing may come back over this trunk; nil is the booth's usual limit.
        var noProgress: Duration?
    }

    /// All attempts of one round.
    public private(set) var attempts: [Attempt]
    /// The same attempts with the trunks in the order of `booth.yaml`.
    private let configured: [Attempt]
    /// The index of the present attempt.
    public private(set) var index = 0
    /// Full rounds made before the present one.
    public private(set) var rounds = 0

    /// A plan over services and trunks: each service over every trunk before the next service.
    /// - Parameters:
    ///   - services: names in `booth.yaml`; those without a number there are left out.
    ///   - routes: what is known of the trunks; one known to be down is tried last, never left out.
    public init(services: [ServiceID], callClass: CallClass, telephony: TelephonySettings, routes: RouteHealth) {
        configured = services.flatMap { service in
            telephony.targets(of: service).flatMap { target in
                telephony.usableTrunks.filter { target.trunk == nil || $0.id == target.trunk }.map {
                    Attempt(
                        target: DialTarget(trunk: $0.id, number: target.number, callClass: callClass),
                        service: service, noProgress: $0.noProgress)
                }
            }
        }
        attempts = configured
        reorder(routes)
    }

    /// A plan for a number that is no service of `booth.yaml`.
    public init(
        number: String, callClass: CallClass, quota: CallQuota? = nil, telephony: TelephonySettings, routes: RouteHealth
    ) {
        configured = telephony.usableTrunks.map {
            Attempt(
                target: DialTarget(trunk: $0.id, number: number, callClass: callClass, quota: quota), service: nil,
                noProgress: $0.noProgress)
        }
        attempts = configured
        reorder(routes)
    }

    /// The present attempt; nil if the plan is empty.
    public var current: Attempt? { attempts.indices.contains(index) ? attempts[index] : nil }

    /// Whether there is more than one attempt to make.
    var hasOtherRoutes: Bool { attempts.count > 1 }

    /// Whether the round ends with the present attempt.
    var isLast: Bool { index + 1 >= attempts.count }

    /// Moves to the next attempt.
    /// - Returns: false if the round is over; the plan then stands at the first attempt of the next round.
    public mutating func advance() -> Bool {
        index += 1
        guard index >= attempts.count else { return true }
        index = 0
        rounds += 1
        return false
    }

    /// Makes the attempt over this trunk to this number of this service the present one, if there is such an attempt.
    mutating func move(to trunk: TrunkID, _ service: ServiceID?, number: String) {
        let found = attempts.firstIndex {
            $0.target.trunk == trunk && $0.service == service && $0.target.number == number
        }
        if let found { index = found }
    }

    /// The same plan, from its first attempt.
    public var restarted: CallPlan {
        var plan = self
        plan.index = 0
        plan.rounds = 0
        return plan
    }

    /// Puts the trunks that are known to be down last, within each service. The service asked for comes before the
    /// next, whatever the state of the routes.
    mutating func reorder(_ routes: RouteHealth) {
        var blocks: [[Attempt]] = []
        for attempt in configured {
            if let last = blocks.last?.last, last.service == attempt.service {
                blocks[blocks.count - 1].append(attempt)
            } else {
                blocks.append([attempt])
            }
        }
        attempts = blocks.flatMap { block in
            block.filter { !routes.isDown($0.target.trunk) } + block.filter { routes.isDown($0.target.trunk) }
        }
    }
}

extension CloseReason {
    /// Whether a call that is not an emergency is worth another route after this. Time-outs, transport errors, server
    /// failures and refused credentials are; a busy or unknown subscriber is not.
    public var isWorthAnotherRoute: Bool {
        switch self {
        case .unreachable, .notLive: true
        case .refused(let status): status >= 500 && status < 600 || [401, 403, 407, 408].contains(status)
        case .remote, .local, .mediaLost, .agentLost, .audio, .quota: false
        }
    }

    /// The word for it in the usage log.
    public var outcome: CallOutcome {
        switch self {
        case .refused(486), .refused(600): .busy
        case .refused(408), .refused(480), .refused(487): .noAnswer
        case .refused, .remote: .refused
        case .unreachable: .unreachable
        case .mediaLost, .audio: .mediaLost
        case .agentLost: .agentLost
        case .notLive: .notLive
        case .quota: .quota
        case .local: .cancelled
        }
    }
}
