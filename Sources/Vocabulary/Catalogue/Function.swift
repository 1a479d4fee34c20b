/// Where a function stands on screen.
public enum Category: String, CaseIterable, Hashable, Sendable {
    /// 一键服务, the keypad's first row.
    case services
    /// 应急服务, the second row.
    case emergency
    /// 生活服务, the third row.
    case information
    /// The bottom row, between `*` and `#`: a person.
    case person
}

/// The category a use is reported under; it keeps reports at three categories and ten functions (3 + 4 + 3).
public enum OfficialCategory: String, CaseIterable, Hashable, Sendable {
    /// 一键服务.
    case services
    /// 应急服务.
    case emergency
    /// 生活服务.
    case information
}

/// One thing that the booth offers on one key.
public struct Function: Equatable, Sendable {
    /// The technician's name.
    public var id: FunctionID
    /// The key of the keypad, 0 to 9; of a function on another's page, the key that leads to that page.
    public var key: Int
    /// The function on whose page it stands, after what that page lists itself; none means that it has its key to itself.
    public var page: FunctionID?
    /// Where it stands on screen.
    public var category: Category
    /// Where it is reported.
    public var official: OfficialCategory
    /// The name on the tile, at most 13 columns.
    public var label: LocalizedText
    /// The name on the smallest screen, at most 9 columns.
    public var short: LocalizedText
    /// The first sentence spoken; none means the prompt named `function.ID`.
    public var prompt: PromptKey?
    /// What the resident goes through, in order; never empty in a checked catalogue.
    public var steps: [Step]

    /// A function.
    public init(
        id: FunctionID, key: Int, page: FunctionID? = nil, category: Category, official: OfficialCategory,
        label: LocalizedText, short: LocalizedText, prompt: PromptKey? = nil, steps: [Step]
    ) {
        self.id = id
        self.key = key
        self.page = page
        self.category = category
        self.official = official
        self.label = label
        self.short = short
        self.prompt = prompt
        self.steps = steps
    }

    /// The sentence spoken when the function opens.
    public var firstPrompt: PromptKey { prompt ?? PromptKey("function.\(id.rawValue)") }

    /// The sentence that says its name, for the page that it stands on.
    public var namePrompt: PromptKey { PromptKey("function.\(id.rawValue).name") }

    /// How many options its own page lists, on the digits from 1; nil if it does not begin with such a page.
    public var optionsOnPage: Int? {
        switch steps.first {
        case .choice(let choice)?: choice.options.count
        case .information(let topics)?: topics.count
        default: nil
        }
    }

    /// Whether it works in a booth that is out of order.
    public var worksOutOfOrder: Bool { category == .emergency || category == .person }

    /// Whether a number entered at a step, by its index, is for an order that follows, to call back, and not to be dialled.
    public func numberIsContact(at step: Int) -> Bool {
        let next = steps.dropFirst(step + 1).first { $0.name == .call || $0.name == .request }
        return next?.name == .request
    }

    /// The emergency service that this function calls, if it is one.
    public var emergency: EmergencyService? {
        if case .emergency(let service)? = steps.first { return service }
        return nil
    }
}

/// The functions on offer and the words for everything.
public struct Catalogue: Equatable, Sendable {
    /// Functions shown, at most one a key.
    public var functions: [Function]
    /// The languages found, the default first.
    public var languages: [Language]

    /// A catalogue.
    public init(functions: [Function], languages: [Language]) {
        self.functions = functions
        self.languages = languages
    }

    /// The function on a key.
    public func function(onKey digit: Int) -> Function? { functions.first { $0.key == digit && $0.page == nil } }

    /// The functions on another's page with the digits that they are chosen by, after the page's own options.
    public func functions(onPageOf page: FunctionID) -> [(digit: Int, function: Function)] {
        guard let own = function(page)?.optionsOnPage else { return [] }
        return functions.filter { $0.page == page }.enumerated().map { (own + $0.offset + 1, $0.element) }
    }

    /// The function with this id.
    public func function(_ id: FunctionID) -> Function? { functions.first { $0.id == id } }

    /// The function that calls this emergency service.
    public func function(for service: EmergencyService) -> Function? { functions.first { $0.emergency == service } }
}
