/// Decides who may dial. One role at a time has the line, from its dial until its calls are over, so two programs that
/// call for help at the same moment make one call.
///
/// The line belongs to a role and not to a connection: a restarted kiosk has the line of the one that died during a
/// call.
struct LineLock: Equatable {
    /// Who has the line.
    private(set) var owner: LineRole?
    /// The agent's ids of the calls in progress.
    private var calls: Set<String> = []
    /// How many calls were made that no event has named yet.
    private var unnamed = 0
    /// Counts how often the line was taken, to tell what was seen before from what came since.
    private(set) var takings = 0
    /// Whether an event left open which call is over. The calls then have to be looked at.
    private(set) var isDoubtful = false

    /// Whether a role may dial. The kiosk may dial beside its own call: the second leg of an emergency that is not
    /// heard.
    func admits(_ role: LineRole) -> Bool { owner == nil || owner == role && role == .kiosk }

    /// Notes that a role dials or answers.
    mutating func take(_ role: LineRole) {
        owner = role
        unnamed += 1
        takings += 1
    }

    /// Notes that the agent did not accept the command.
    mutating func refused() {
        unnamed = max(0, unnamed - 1)
        settle()
    }

    mutating func happened(_ event: AgentMessage.Event) {
        guard event.type.hasPrefix("CALL_") else { return }
        if event.type == "CALL_CLOSED" {
            if let id = event.id {
                if calls.remove(id) == nil, event.direction != "incoming" { unnamed = max(0, unnamed - 1) }
                settle()
            } else {
                isDoubtful = owner != nil
            }
        } else if let id = event.id, event.direction == "outgoing" || event.type == "CALL_ESTABLISHED",
            calls.insert(id).inserted
        {
            unnamed = max(0, unnamed - 1)
            // Nobody here dialled this call. Until somebody has dealt with it, the line is not free.
            if owner == nil { owner = .kiosk }
        }
    }

    /// Notes how many calls are in progress in the agent. If nobody is known to have made them, as after a restart of
    /// the broker, the kiosk has to deal with them.
    mutating func looked(_ count: Int, since takings: Int) {
        isDoubtful = false
        guard takings == self.takings else { return }
        if count == 0 {
            calls = []
            unnamed = 0
            owner = nil
        } else if owner == nil {
            owner = .kiosk
            // As many calls as were seen have to end. The next look tells which they are.
            unnamed = count
        }
    }

    /// The agent is gone, and its calls with it.
    mutating func reset() { self = LineLock(takings: takings) }

    init() {}
    private init(takings: Int) { self.takings = takings }

    private mutating func settle() {
        if calls.isEmpty, unnamed == 0 { owner = nil }
    }
}
