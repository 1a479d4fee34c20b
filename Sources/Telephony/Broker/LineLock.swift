/// Who may dial: one role at a time has the line, from its dial until its calls are over. Two programs that call for help in the
/// same moment make one call.
///
/// It belongs to a role and not to a connection: a kiosk that is started again has the line of the one that died in a call.
struct LineLock: Equatable {
    /// Who has the line.
    private(set) var owner: LineRole?
    /// The agent's names of the calls that are up.
    private var calls: Set<String> = []
    /// Calls that were made and have not been heard of.
    private var unnamed = 0
    /// Counts what took the line, to tell what was seen before from what came since.
    private(set) var takings = 0
    /// Whether an event left open which call is over; then the calls have to be looked at.
    private(set) var isDoubtful = false

    /// The kiosk may dial beside its own call: the second leg of an emergency that is not heard.
    func admits(_ role: LineRole) -> Bool { owner == nil || owner == role && role == .kiosk }

    /// A role dials or answers.
    mutating func take(_ role: LineRole) {
        owner = role
        unnamed += 1
        takings += 1
    }

    /// The agent did not take the command.
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
            // Nobody here dialled it; until somebody has seen to it the line is not free.
            if owner == nil { owner = .kiosk }
        }
    }

    /// So many calls are up in the agent. Where nobody is known to have made them, as after a restart of the broker, they are
    /// the kiosk's to see to.
    mutating func looked(_ count: Int, since takings: Int) {
        isDoubtful = false
        guard takings == self.takings else { return }
        if count == 0 {
            calls = []
            unnamed = 0
            owner = nil
        } else if owner == nil {
            owner = .kiosk
            // As many as were seen have to end; which they are is told by the next look.
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
