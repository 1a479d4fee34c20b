public import Reporting
public import Vocabulary

/// Everything that can happen to the booth: what a resident does, what adapters report, and time.
public enum Action: Equatable, Sendable {
    /// The first of all: what a previous run left.
    case start(Restored)
    /// A key, or a touch that means one.
    case press(Key, by: InputMethod)
    /// Keys came in one piece that no hand pressed, and were swallowed before they got here.
    case keysSwallowed
    /// A finger came down on the glass, on something that means this key or on nothing.
    case touch(Key?)
    /// The same, where home's tile of this digit was until a moment ago; what it means now is the key.
    case touchTile(Int, over: Key?)
    /// The finger left the glass.
    case touchEnded
    /// The handset was lifted, or put back, where a booth's keypad tells.
    case handset(lifted: Bool)
    /// A timer fired.
    case timer(TimerHandle)
    /// The second or minute shown on screen changed.
    case tick
    /// The screen was drawn, and its contents took this many pages.
    case drawn(pages: Int)
    /// Something about a call.
    case call(CallHandle, CallFact)
    /// Something about the SIP agent.
    case agent(AgentFact)
    /// What was found in the agent that was not dialled in this run of the kiosk; reported whenever the control connection
    /// is made anew, before `.agent(.connected)`, even if there is nothing.
    case found([FoundCall])
    /// Somebody calls the booth.
    case incoming(FoundCall)
    /// A technician wants the test call now.
    case selfTest
    /// Something about an order.
    case request(RequestHandle, RequestFact)
    /// The booth has a card reader that works, or has none.
    case cardReader(works: Bool)
    /// What is in the card reader's slot.
    case cardSlot(CardSlotFact)
    /// Something about a card that somebody agreed to have read.
    case card(CardHandle, CardFact)
    /// The contents of the information pages; a part may be missing.
    case content(LifeContent)
    /// The packaged places, or that there are none.
    case places(PlaceList?)
    /// How the sources of daily-life information stand, by topic: why there may be nothing to show.
    case standings([LifeTopic: TopicStanding])
    /// Today in the Chinese calendar.
    case lunarDate(LunarDate?)
    /// The platform can be reached, or cannot.
    case online(Bool)
    /// A fault came or went.
    case fault(Fault, raised: Bool)
    /// A new configuration is in `Context`; whether it is the last good copy because the present one has errors.
    case configured(lastGood: Bool)
    /// What was being said was said to its end, or could not be said.
    case speechEnded
    /// The kiosk stops, and why.
    case stop(LifecycleReason)
}

/// What a previous run of the kiosk left behind.
public struct Restored: Equatable, Sendable {
    /// Whether the previous run did not stop properly.
    public var afterCrash: Bool
    /// The calls it left in the agent, if the journal is of this boot.
    public var calls: CallJournal

    /// The orders it left open, oldest first.
    public var orders: [RestoredOrder]

    /// Nothing restored.
    public init(afterCrash: Bool = false, calls: CallJournal = CallJournal(), orders: [RestoredOrder] = []) {
        self.afterCrash = afterCrash
        self.calls = calls
        self.orders = orders
    }
}
