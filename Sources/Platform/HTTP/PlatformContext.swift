import Hummingbird

/// What is known about a request while it is handled.
struct PlatformContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// Who sent the request; nil on pages that need no token.
    var caller: Caller?

    init(source: ApplicationRequestContextSource) { coreContext = CoreRequestContextStorage(source: source) }

    /// The booth that sent the request.
    var booth: String {
        get throws(Problem) {
            switch caller {
            case .booth(let booth): return booth
            case .operator: throw .forbidden("the operator's token is for /v1/admin")
            case nil: throw .unauthorized
            }
        }
    }
}
