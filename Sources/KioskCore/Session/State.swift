import Basics
public import Reporting
public import Vocabulary

/// Everything the booth knows and shows, except the catalogue. Everything on screen derives from these two.
public struct State: Equatable, Sendable {
    /// The screen, without what may lie over it.
    public internal(set) var screen: Screen = .home
    /// The resident's session; none on attract.
    public internal(set) var session: Session?
    /// The language of everything shown and said.
    public internal(set) var language: LanguageCode
    /// The function in use.
    public internal(set) var run: FunctionRun?
    /// The call, from the first dialling to its end, retries included. There is never more than one.
    public internal(set) var call: ActiveCall?
    /// The caller who was let through and rings at the booth.
    public internal(set) var incoming: Incoming?
    /// The daily test call under way.
    public internal(set) var selfTest: SelfTest?
    /// Orders that somebody waits for, oldest first.
    public internal(set) var orders: [Order] = []
    /// A short message on home about what just happened.
    public internal(set) var banner: Banner?
    /// When the idle countdown ends; nil while none runs.
    public internal(set) var idleEnds: Moment?
    /// The consent to read a card, and what came of it.
    public internal(set) var card: CardUse?
    /// The card in the reader's slot, whether or not somebody agreed to have it read.
    var cardInSlot: CardInSlot?
    /// Information and places.
    public internal(set) var life = Life()
    /// What works and what does not.
    public internal(set) var health = Health()
    /// The volume step of this session, 0 to 3; emergencies may be louder.
    public internal(set) var volume: Int
    /// Whether the handset is off its hook; nil if only a former run of the kiosk knew and this one was not told yet.
    public internal(set) var isHandsetLifted: Bool? = false
    /// Where calls are heard; nil until this run has set it. Until then only a former run of the kiosk
    /// could know.
    public internal(set) var listening: SpeechSink?
    /// Whether somebody asked for high contrast by key.
    public internal(set) var highContrast = false
    /// The time of the last action.
    public internal(set) var now: Moment
    /// The civil time of the last action.
    public internal(set) var wall: WallTime?
    /// When the screen last changed to another one.
    public internal(set) var screenSince: Moment
    /// How many pages the contents of this screen took when they were last drawn; a smaller terminal needs more.
    public internal(set) var pages = 1
    /// The page that is shown, from 0.
    public internal(set) var page = 0
    var speech: Speech?
    /// What sounds now, what is said after it, and the end of the countdown whose remaining time was already said.
    var sounding: Sounding?
    var waitingSpeech: Speech?
    var timeLeftSaid: Moment?
    var filter = KeyFilter()
    var bursts = BurstFilter()
    var listener = NumberListener()
    var held = HeldDigits()
    var touch = TouchGuard()
    var timers = Timers()
    var misuse = AutomaticCalls()
    /// The call that a former run left in the agent, until the agent has been asked.
    var restored: CallJournal.Live?
    var callBack: CallBack?
    /// Callers who were rejected as busy in this minute, by trunk.
    var turnedAway: [TrunkID: Int] = [:]
    var selfTestPlan = SelfTestPlan()
    var nextCall = 1
    var nextRequest = 1
    var nextSession = 1
    var nextCard = 1

    /// The state before the first action.
    public init(settings: Settings, now: Moment) {
        language = settings.booth.language
        volume = settings.audio.usualVolume(atNight: false)
        self.now = now
        screenSince = now
    }

    /// Whether somebody is being helped in an emergency here, from the chooser or countdown to the end of the call.
    public var isEmergencyOpen: Bool {
        if call?.callClass == .emergency { return true }
        switch screen {
        case .countdown, .chooser, .meaning: return true
        default: return false
        }
    }

    /// The time until something on screen changes by itself: the next second of a countdown or call, else the next
    /// minute of the clock.
    public var timeToNextTick: Duration {
        let moments: [Moment?]
        switch screen {
        case .countdown(let countdown): moments = [countdown.until]
        case .chooser(let chooser): moments = [chooser.until]
        case .meaning(let question): moments = [question.until]
        case .call:
            switch call?.stage {
            case .connected(let since)?: moments = [since]
            case .waiting(let until)?: moments = [until]
            default: moments = []
            }
        default: moments = []
        }
        let seconds = (moments + [idleEnds]).compactMap { $0 }.map { moment in
            let rest = (moment - now).wholeMilliseconds % 1000
            return rest > 0 ? rest : rest + 1000
        }
        if let next = seconds.min() { return .milliseconds(next) }
        guard let wall else { return .seconds(60) }
        return .milliseconds(60_000 - (wall.unixMilliseconds % 60_000 + 60_000) % 60_000)
    }
}

/// What is on screen.
public enum Screen: Equatable, Sendable {
    /// The ten tiles: attract without a session, home with one.
    case home
    /// A kept order exists: look at it, or order another.
    case kept(RequestHandle)
    /// A choice of the function in use.
    case choice(ChoiceStep)
    /// A confirmation of the function in use.
    case confirm(ConfirmStep)
    /// A number is being entered.
    case number(NumberEntry)
    /// An order and its answer.
    case request(RequestScreen)
    /// Places around the booth.
    case places(PlacesScreen)
    /// Information by topic.
    case information(InformationScreen)
    /// The pension: consent, card, amount.
    case pension(PensionScreen)
    /// The countdown before an emergency call.
    case countdown(EmergencyCountdown)
    /// The SOS chooser.
    case chooser(Chooser)
    /// The question of what was meant by digits that are both an emergency number and answers.
    indirect case meaning(MeaningQuestion)
    /// The call.
    case call
    /// The list of languages, and where to continue afterwards.
    indirect case languages(LanguagePicker)
    /// Somebody calls the booth.
    case incoming
    /// How a call ended.
    indirect case callEnded(CallEnding)
    /// This booth cannot call, and where the nearest telephone is.
    case cannotCall(EmergencyService?)
    /// The question "how was it?".
    case rating
}

/// A short message on home about what just happened.
public enum Banner: Hashable, Sendable {
    /// An emergency call was cancelled in time.
    case emergencyCancelled
    /// Thanks for a rating.
    case thanks
    /// The function that was chosen does not work, because the booth is out of order.
    case outOfOrder
}

/// One resident's use of the booth.
public struct Session: Equatable, Sendable {
    /// The core's name for it.
    public var handle: SessionHandle
    /// When it began.
    public var startedAt: Moment
    /// The method of the last input.
    public var lastInput: InputMethod
    /// What it shows about usability.
    public var findings = SessionFindings()
    /// Functions opened so far.
    var uses = 0
    /// How often each number that a page offers was called and answered.
    var offeredCalls: [String: Int] = [:]
    var lastLanguageChange: LanguageChange?
}

struct LanguageChange: Equatable, Sendable {
    var from: LanguageCode
    var at: Moment
}

/// A function in use: its present step and the answers so far.
public struct FunctionRun: Equatable, Sendable {
    /// The function.
    public var function: FunctionID
    /// The index of the present step.
    public var step = 0
    /// Option ids by choice id.
    public var answers: [String: String] = [:]
    /// When it was opened.
    public var startedAt: Moment
    /// The number of this use within its session, from 1; nil outside a session.
    public internal(set) var use: Int?
    /// Digits entered for a free call or an order. They stay here until the order is made or the function is left. They
    /// leave only in a dial effect or along with the order.
    var number = ""
    /// The visit to the present step; nil once the step is left.
    var visit: StepVisit?

    init(function: FunctionID, step: Int = 0, answers: [String: String] = [:], startedAt: Moment) {
        self.function = function
        self.step = step
        self.answers = answers
        self.startedAt = startedAt
        visit = StepVisit(startedAt: startedAt)
    }
}

/// What the log will say about a visit to a step.
struct StepVisit: Equatable, Sendable {
    var startedAt: Moment
    var firstKeyLatency: Duration?
    var wrongKeys = 0
    var repeats = 0
}

/// An order at the platform.
public struct Order: Equatable, Sendable {
    /// The core's name for it.
    public var handle: RequestHandle
    /// The function that made it.
    public var function: FunctionID
    /// The platform's word for what was ordered.
    public var kind: String
    /// The answers given, kept so that the resident can order the same again.
    public var choices: [String: String]
    /// Whether a call-back number may be given.
    public var takesContact: Bool
    /// When it was made.
    public var orderedAt: Moment
    /// When it counts as unanswered.
    var answerDue: Moment
    /// The session in which it was made; nil if that was in a former run.
    var session: SessionHandle?
    /// The platform's last answer; none yet while the order is being sent.
    public var answer: RequestAnswer?
    /// What went wrong, or what came of cancelling.
    public var trouble: Trouble?
    /// Whether the platform may still have the order although it failed for want of an answer: its cancellation is not
    /// confirmed.
    public var mayStand = false
    /// How far the call-back number is, if one was left.
    public var contact: Contact?
    /// When it became final.
    public var closedAt: Moment?

    /// How far a call-back number is; the number itself is not here.
    public enum Contact: Hashable, Sendable {
        /// It has been on its way to the platform since then.
        case passing(since: Moment)
        /// The platform has it.
        case delivered
        /// It was not delivered in time, or not before the order was over. Delivery is retried while the order is open.
        case late
    }

    /// What may go wrong with an order.
    public enum Trouble: Hashable, Sendable {
        /// It is being cancelled, and the outcome is not known yet.
        case cancelling
        /// The platform could not be reached.
        case unreachable
        /// Nothing was assigned in time.
        case unanswered
        /// Cancelling came too late.
        case tooLate
        /// Nobody knows whether cancelling worked.
        case cancelUnconfirmed
    }

    /// Whether it failed for want of an answer. If the platform has it all the same, it is cancelled there.
    public var isGivenUp: Bool { trouble == .unreachable || trouble == .unanswered }

    /// Whether nothing more will come of it.
    public var isClosed: Bool { answer?.phase.isFinal == true || isGivenUp }

    /// Whether it failed, by the platform's word or for want of one.
    public var hasFailed: Bool { answer?.phase == .failed || isGivenUp }

    /// Minutes until the car arrives, 0 when it should be here.
    public func minutesLeft(at wall: WallTime?) -> Int? {
        guard let arrival = answer?.assignment?.arrivesAt, let wall else { return nil }
        return max(0, Int(arrival.saturatingSubtracting(wall.unixMilliseconds).saturatingAdding(59_999) / 60_000))
    }
}

/// What works and what does not.
public struct Health: Equatable, Sendable {
    /// The routes out of the booth.
    public var routes = RouteHealth()
    /// Whether the platform can be reached; unknown at start counts as yes.
    public var online = true
    /// The faults raised at present.
    public var faults: Set<Fault> = []
    /// Whether there is a card reader that works.
    public var cardReader = false
    /// Whether the last good configuration is in use.
    public var lastGoodConfiguration = false
}
