/// A step of a function: the closed set of verbs that `functions.yaml` may use.
public enum Step: Equatable, Sendable {
    /// A countdown, then a call to an emergency service.
    case emergency(EmergencyService)
    /// A call to a service by name; if it cannot be reached, to the next one.
    case call(CallStep)
    /// Entry of a telephone number. The next `call` of the free class dials it, or the next `request` carries it as the
    /// number to call back.
    case number
    /// A choice of one of a few options.
    case choice(ChoiceStep)
    /// A page that says what will happen; `#` goes on.
    case confirm(ConfirmStep)
    /// An order to the platform, and the wait for its answer.
    case request(RequestStep)
    /// Pages of information by topic.
    case information([InformationTopic])
    /// Places around the booth by kind.
    case places
    /// Consent, then reading a card.
    case card
    /// A rating: 1, 2 or 3.
    case rating

    /// The step's name in the usage log.
    public var name: StepName {
        switch self {
        case .emergency: .emergency
        case .call: .call
        case .number: .number
        case .choice: .choice
        case .confirm: .confirm
        case .request: .request
        case .information: .information
        case .places: .places
        case .card: .card
        case .rating: .rating
        }
    }
}

/// A step's name in the usage log.
public enum StepName: String, CaseIterable, Hashable, Sendable {
    case emergency, call, number, choice, confirm, request, information, places, card, rating
}

/// A call that a function makes.
public struct CallStep: Equatable, Sendable {
    /// How the call is treated: `free` dials the number entered, `assistance` the services.
    public var callClass: CallClass
    /// The services to try, in order; empty for a free call.
    public var services: [ServiceID]

    /// A call step.
    public init(callClass: CallClass, services: [ServiceID]) {
        self.callClass = callClass
        self.services = services
    }
}

/// A choice between up to nine options on the digits 1 to 9.
public struct ChoiceStep: Equatable, Sendable {
    /// The name of the answer in the request, such as `hospital`.
    public var id: String
    /// The question.
    public var title: LocalizedText
    /// The options, the first on 1.
    public var options: [ChoiceOption]
    /// The sentence spoken; nil means the function's.
    public var prompt: PromptKey?

    /// A choice.
    public init(id: String, title: LocalizedText, options: [ChoiceOption], prompt: PromptKey? = nil) {
        self.id = id
        self.title = title
        self.options = options
        self.prompt = prompt
    }
}

/// One option of a choice.
public struct ChoiceOption: Equatable, Sendable {
    /// The value that the request carries.
    public var id: String
    /// The text that the resident reads.
    public var label: LocalizedText

    /// An option.
    public init(id: String, label: LocalizedText) {
        self.id = id
        self.label = label
    }
}

/// A page that says what `#` will do.
public struct ConfirmStep: Equatable, Sendable {
    /// What will happen.
    public var title: LocalizedText
    /// The words beside `#`.
    public var action: LocalizedText
    /// The sentence spoken; nil means the function's.
    public var prompt: PromptKey?

    /// A confirmation.
    public init(title: LocalizedText, action: LocalizedText, prompt: PromptKey? = nil) {
        self.title = title
        self.action = action
        self.prompt = prompt
    }
}

/// An order to the platform.
public struct RequestStep: Equatable, Sendable {
    /// What is ordered, such as `taxi`: the platform's word, and the last part of prompt names such as
    /// `request.failed.KIND`.
    public var kind: String
    /// Whether the resident may add a call-back number while waiting.
    public var contact: Bool

    /// A request step.
    public init(kind: String, contact: Bool = false) {
        self.kind = kind
        self.contact = contact
    }
}

/// The pages of the information function, in the order of `functions.yaml`.
public enum InformationTopic: String, CaseIterable, Hashable, Sendable {
    case weather, buses, activities, numbers, connectivity, notices

    /// How many items one page shows. Numbered sentences are recorded for this many.
    public static let pageSize = 4
}

extension InformationTopic {
    /// The topic's name.
    public var message: MessageKey {
        switch self {
        case .weather: .infoWeather
        case .buses: .infoBuses
        case .activities: .infoActivities
        case .numbers: .infoNumbers
        case .connectivity: .infoConnectivity
        case .notices: .infoNotices
        }
    }
}
