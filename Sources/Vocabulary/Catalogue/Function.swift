/// Where a function appears on screen.
public enum Category: String, CaseIterable, Hashable, Sendable {
    /// 一键服务, the keypad's first row.
    case services
    /// 应急服务, the second row.
    case emergency
    /// 生活服务, the third row.
    case information
    /// A person to talk to: the bottom row, between `*` and `#`.
    case person
}

/// The category that a use is reported under. Reports have three categories with ten functions in all (3 + 4 + 3).
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
    /// The key of the keypad, 0 to 9. For a function on the page of another, the key that leads to that page.
    public var key: Int
    /// The function on whose page this one is listed, after that page's own options; nil if it has a key of its own.
    public var page: FunctionID?
    /// Where it appears on screen.
    public var category: Category
    /// The category that it is reported under.
    public var official: OfficialCategory
    /// The name on the tile, at most 13 columns.
    public var label: LocalizedText
    /// The name on the smallest screen, at most 9 columns.
    public var short: LocalizedText
    /// The first sentence spoken; nil means the prompt named `function.ID`.
    public var prompt: PromptKey?
    /// The steps that the resident goes through, in order; never empty in a checked catalogue.
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

    /// The sentence that says its name, for the page that lists it.
    public var namePrompt: PromptKey { PromptKey("function.\(id.rawValue).name") }

    /// How many options its own page lists, on the digits from 1; nil if its first step is not such a page.
    public var optionsOnPage: Int? {
        switch steps.first {
        case .choice(let choice)?: choice.options.count
        case .information(let topics)?: topics.count
        default: nil
        }
    }

    /// Whether it works in a booth that is out of order.
    public var worksOutOfOrder: Bool { category == .emergency || category == .person }

    /// Whether a number entered at a step is for calling back about a following order, and is not dialled.
    /// - Parameter step: the index of the step.
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

/// The functions on offer, and all texts in every language.
public struct Catalogue: Equatable, Sendable {
    /// The functions shown, at most one with a key of its own per key.
    public var functions: [Function]
    /// The languages found, the default one first.
    public var languages: [Language]

    /// A catalogue.
    public init(functions: [Function], languages: [Language]) {
        self.functions = functions
        self.languages = languages
    }

    /// The function on a key.
    public func function(onKey digit: Int) -> Function? { functions.first { $0.key == digit && $0.page == nil } }

    /// The functions listed on another function's page, each with its digit. They follow the page's own options.
    public func functions(onPageOf page: FunctionID) -> [(digit: Int, function: Function)] {
        guard let own = function(page)?.optionsOnPage else { return [] }
        return functions.filter { $0.page == page }.enumerated().map { (own + $0.offset + 1, $0.element) }
    }

    /// The function with this id.
    public func function(_ id: FunctionID) -> Function? { functions.first { $0.id == id } }

    /// The function that calls this emergency service.
    public func function(for service: EmergencyService) -> Function? { functions.first { $0.emergency == service } }
}
