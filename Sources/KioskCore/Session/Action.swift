public import Reporting
public import Vocabulary

/// Everything that can happen to the booth: what a resident does, what adapters report, and time.
public enum Action: Equatable, Sendable {
    /// The first action of a run: it brings what a previous run left.
    case start(Restored)
    /// A key, or a touch that means one.
    case press(Key, by: InputMethod)
    /// Keys arrived in one block, as no hand can press them. They were swallowed before they got here.
    case keysSwallowed
    /// A finger touched the glass, on something that stands for this key or on nothing.
    case touch(Key?)
    /// A finger touched the place where home's tile of this digit was until a moment ago. `over` is the key there now.
    case touchTile(Int, over: Key?)
    /// The finger left the glass.
    case touchEnded
    /// The handset was lifted or put back, in a booth whose keypad reports it.
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
    /// The calls found in the agent that this run of the kiosk did not dial. Reported whenever the control connection
    /// is made anew, before `.agent(.connected)`, even if there are none.
    case found([FoundCall])
    /// Somebody calls the booth.
    case incoming(FoundCall)
    /// The SOS service has called for help, or was told to cancel, for an SOS key that reached this program late.
    case helpGiven
    /// A technician wants the test call now.
    case selfTest
    /// Something about an order.
    case request(RequestHandle, RequestFact)
    /// Whether the booth has a working card reader.
    case cardReader(works: Bool)
    /// What is in the card reader's slot.
    case cardSlot(CardSlotFact)
    /// Something about a card that somebody agreed to have read.
    case card(CardHandle, CardFact)
    /// The contents of the information pages; a part may be missing.
    case content(LifeContent)
    /// The packaged places; nil if there are none.
    case places(PlaceList?)
    /// The state of the sources of daily-life information, by topic. It explains why there may be nothing to show.
    case standings([LifeTopic: TopicStanding])
    /// Today in the Chinese calendar.
    case lunarDate(LunarDate?)
    /// The platform can be reached, or cannot.
    case online(Bool)
    /// A fault came or went.
    case fault(Fault, raised: Bool)
    /// An attempt to update the booth's software ended.
    case updateEnded(UpdateRecord)
    /// A new configuration is in `Context`. `lastGood` tells whether it is the last good copy, used because the present
    /// one has errors.
    case configured(lastGood: Bool)
    /// The present utterance ended, or could not be said.
    case speechEnded
    /// The kiosk stops, and why.
    case stop(LifecycleReason)
}

/// What a previous run of the kiosk left behind.
public struct Restored: Equatable, Sendable {
    /// Whether the previous run ended without stopping properly.
    public var afterCrash: Bool
    /// The calls it left in the agent, if the journal was written in this boot.
    public var calls: CallJournal

    /// The orders it left open, oldest first.
    public var orders: [RestoredOrder]

    /// What a previous run left; nothing by default.
    public init(afterCrash: Bool = false, calls: CallJournal = CallJournal(), orders: [RestoredOrder] = []) {
        self.afterCrash = afterCrash
        self.calls = calls
        self.orders = orders
    }
}
