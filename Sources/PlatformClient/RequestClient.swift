import EventQueue
import HTTPClient
import KioskCore

/// Orders: submitted under an id made once, followed by a long poll until nothing will change any more.
///
/// An order that could not be confirmed within seconds is reported as unreachable and is never placed later by itself:
/// if the platform may have it all the same, it is cancelled there as soon as that can be done. What is open is kept in a
/// journal, so that this holds across a restart: an order that was being sent goes on under its id if that was moments ago,
/// and else counts as one that could not be confirmed.
///
/// An order ends by the platform's own word only (`OrderReply`): what a proxy or a captive portal answers in its place is
/// no answer, or somebody would be told that there is no taxi while one is on its way.
actor RequestClient {
    struct Order {
        var id: String
        /// What is posted to submit it.
        var body: String
        var version = 0
        var isOpen = false
        /// A number to hand on; kept only until the platform has it.
        var contact: String?
        var contactBackoff = Backoff(base: .milliseconds(500), cap: .seconds(30))
        /// Nobody waits for it any more; it is followed until its number has been handed on.
        var isForgotten = false
        /// When it is nobody's any more.
        var expires = ContinuousClock.now + OrderJournal.lifetime
        var cancelling: Cancelling?
        /// The platform may have it although it never said so.
        var mayBePlaced = false
        var deadline: ContinuousClock.Instant
        var backoff = Backoff(base: .milliseconds(500), cap: .seconds(10))
    }

    struct Cancelling {
        var deadline: ContinuousClock.Instant
        var toldUnconfirmed = false
        var backoff = Backoff(base: .milliseconds(500), cap: .seconds(60))
    }

    let link: PlatformLink
    /// How long the resident waits for "ordered" or "cancelled".
    let patience: Duration
    var orders: [RequestHandle: Order] = [:]
    private var journal: OrderJournal?
    var contacts: PendingContacts
    private var isRunning = true

    /// The platform holds a poll this long.
    static let pollSeconds = 25
    /// How long an order that nobody wants is looked for on a platform that does not answer: somebody could send a car for
    /// as long as it may be there.
    private static let cleanUp = OrderJournal.lifetime

    nonisolated var unownedExecutor: UnownedSerialExecutor { link.queue.asUnownedSerialExecutor() }

    init(link: PlatformLink, patience: Duration, journal: OrderJournal?, contacts: PendingContacts) {
        self.link = link
        self.patience = patience
        self.journal = journal
        self.contacts = contacts
    }

    /// Places an order under this id, once the journal has it.
    nonisolated func submit(_ handle: RequestHandle, id: String, _ order: RequestOrder) {
        link.queue.run(on: self) { client in
            client.keep { journal throws(JournalFailure) in
                try journal.add(OrderJournal.Entry(handle, id: id, order, journal.clock))
            }
            let body = client.submission(id: id, order)
            client.orders[handle] = Order(id: id, body: body, deadline: .now + client.patience)
            client.trySubmit(handle)
        }
    }

    /// Goes on with what a former run left.
    nonisolated func start() {
        link.queue.run(on: self) { client in
            if let damage = client.journal?.damage {
                client.link.report(.ordersNotKept(reason: damage))
                client.link.report(.damaged("\(OrderJournal.file): what could be read of it goes on"))
            }
            if client.contacts.isDamaged {
                client.link.report(.damaged("the numbers to call back: what was no number of an order is removed"))
            }
            for entry in client.journal?.entries ?? [] { client.goOn(entry) }
        }
    }

    private func goOn(_ entry: OrderJournal.Entry) {
        let isForgotten = entry.isForgotten == true
        // This run knows nothing of one that was forgotten, and its own orders may come to have that number.
        let handle = RequestHandle(isForgotten ? -entry.handle : entry.handle)
        var order = Order(
            id: entry.id, body: submission(id: entry.id, entry.order), deadline: .now + patience)
        order.contact = contacts.number(of: entry.id)
        order.isForgotten = isForgotten
        if let age = journal.flatMap({ entry.age($0.clock) }) { order.expires -= age }
        switch entry.stage {
        case .sending:
            orders[handle] = order
            let age = journal.flatMap { entry.age($0.clock) }
            if let age, age < patience { return trySubmit(handle) }
            // Too long ago to be placed now: nobody expects it any more.
            orders[handle]?.mayBePlaced = true
            giveUp(handle)
        case .placed where isForgotten && order.contact == nil: settle(entry.id)
        case .placed:
            order.isOpen = true
            orders[handle] = order
            sendContact(handle)
            poll(handle, wait: 0)
        case .cancelling:
            order.isOpen = true
            order.cancelling = Cancelling(deadline: .now + patience)
            orders[handle] = order
            sendContact(handle)
            tryCancel(handle)
            poll(handle, wait: 0)
        case .givenUp: withdraw(nil, entry.id, Cancelling(deadline: .now + Self.cleanUp, toldUnconfirmed: true))
        }
    }

    /// Notes something in the journal; that it could not be noted is reported and changes nothing else.
    func keep(_ work: (inout OrderJournal) throws(JournalFailure) -> Void) {
        guard var journal else { return }
        defer { self.journal = journal }
        do {
            try work(&journal)
        } catch {
            link.report(.ordersNotKept(reason: error.description))
        }
    }

    private func settle(_ id: String) {
        keep { journal throws(JournalFailure) in try journal.remove(id) }
        keepContact(nil, of: id)
    }

    func note(_ id: String, _ change: (inout OrderJournal.Entry) -> Void) {
        keep { journal throws(JournalFailure) in try journal.change(id, change) }
    }

    /// Nothing more comes of an order.
    func close(_ handle: RequestHandle) {
        if let order = orders.removeValue(forKey: handle) { settle(order.id) }
    }

    /// Cancels an order.
    nonisolated func cancel(_ handle: RequestHandle) {
        link.queue.run(on: self) { client in
            guard let order = client.orders[handle] else {
                return client.report(handle, .tooLateToCancel)
            }
            guard order.cancelling == nil else { return }
            client.orders[handle]?.cancelling = Cancelling(deadline: .now + client.patience)
            client.note(order.id) { $0.stage = .cancelling }
            if order.isOpen { client.tryCancel(handle) }
        }
    }

    /// Follows an order no longer: nobody waits for it. It stays what it is at the platform.
    nonisolated func forget(_ handle: RequestHandle) {
        link.queue.run(on: self) { client in
            // One that is being cancelled is followed until that is certain, and one whose number is on its way until the
            // platform has it.
            guard let order = client.orders[handle], order.cancelling == nil else { return }
            guard order.isOpen, order.contact != nil else { return client.close(handle) }
            client.orders[handle]?.isForgotten = true
            client.note(order.id) { $0.isForgotten = true }
        }
    }

    nonisolated func stop() {
        link.queue.run(on: self) { client in
            client.isRunning = false
            client.orders = [:]
        }
    }

    func report(_ handle: RequestHandle, _ fact: RequestFact) {
        link.report(.request(handle, fact))
    }

    func after(_ delay: Duration, _ work: @escaping @Sendable (isolated RequestClient) -> Void) {
        link.queue.run(on: self, after: delay) { client in
            if client.isRunning { work(client) }
        }
    }

    // MARK: - Submitting

    private func submission(id: String, _ order: RequestOrder) -> String {
        let choices = order.choices.sorted { $0.key < $1.key }.map { ($0.key, JSONValue.string($0.value)) }
        return JSONValue.object([
            "id": .string(id),
            "kind": .string(order.kind),
            "kind_in_words": order.name.map { .string($0) } ?? .null,
            "language": .string(order.language.rawValue),
            "address": .string(link.booth.address.text(in: .chinese)),
            "booth_number": .string(link.booth.number),
            "choices": .object(JSONObject(choices)),
            "choices_in_words": .array(
                order.words.map { words in
                    .object([
                        "id": .string(words.id), "question": .string(words.question),
                        "answer": .string(words.answer),
                    ])
                }),
        ]).serialized
    }

    private func trySubmit(_ handle: RequestHandle) {
        guard let order = orders[handle], !order.isOpen else { return }
        let left = max(.seconds(1), order.deadline - .now)
        link.send(.post, "/v1/requests", body: order.body, timeout: left, to: self) { client, answer in
            client.submitted(handle, answer)
        }
    }

    private func submitted(_ handle: RequestHandle, _ answer: PlatformLink.Answer) {
        guard let order = orders[handle] else { return }
        switch OrderReply(answer, about: order.id) {
        case .document(let document): return opened(handle, document)
        case .refused:
            close(handle)
            return report(handle, .answer(RequestAnswer(phase: .failed)))
        case .notTaken: break
        case .unknown, .tooLate, .notYet: orders[handle]?.mayBePlaced = true
        }
        let delay = min(orders[handle]?.backoff.fail(random: link.random()) ?? .zero, .seconds(3))
        // An order that is to be cancelled anyway is not tried again.
        guard order.cancelling == nil, ContinuousClock.now + delay < order.deadline else { return giveUp(handle) }
        after(delay) { $0.trySubmit(handle) }
    }

    private func giveUp(_ handle: RequestHandle) {
        guard let order = orders.removeValue(forKey: handle) else { return }
        report(handle, .unreachable)
        if !order.mayBePlaced {
            settle(order.id)
        } else {
            note(order.id) { $0.stage = .givenUp }
            keepContact(nil, of: order.id)
            withdraw(handle, order.id, Cancelling(deadline: .now + Self.cleanUp))
        }
    }

    /// Cancels an order that failed for want of an answer, and says whether that is certain; with nil it failed in a former
    /// run, and nobody is there to be told.
    private func withdraw(_ handle: RequestHandle?, _ id: String, _ cancelling: Cancelling) {
        link.send(.post, "/v1/requests/\(id)/cancel", body: "{}", timeout: patience, to: self) { client, answer in
            var cancelling = cancelling
            switch OrderReply(answer, about: id) {
            case .document(let document) where document.answer.phase.isFinal:
                client.settle(id)
                let isCancelled = document.answer.phase == .cancelled
                if let handle {
                    client.report(handle, .answer(isCancelled ? RequestAnswer(phase: .cancelled) : document.answer))
                }
                return
            case .unknown:
                // Never placed.
                client.settle(id)
                if let handle { client.report(handle, .answer(RequestAnswer(phase: .cancelled))) }
                return
            case .tooLate:
                client.settle(id)
                cancelling.backoff.reset()
                if let handle { client.lookBack(handle, id, cancelling) }
                return
            case .document, .refused, .notTaken, .notYet: break
            }
            if !cancelling.toldUnconfirmed {
                cancelling.toldUnconfirmed = true
                if let handle { client.report(handle, .cancelUnconfirmed) }
            }
            let delay = cancelling.backoff.fail(random: client.link.random()) + .milliseconds(100)
            guard ContinuousClock.now + delay < cancelling.deadline else { return client.settle(id) }
            client.after(delay) { [cancelling] in $0.withdraw(handle, id, cancelling) }
        }
    }

    /// Too late to cancel: what became of it instead.
    private func lookBack(_ handle: RequestHandle, _ id: String, _ cancelling: Cancelling) {
        link.send(.get, "/v1/requests/\(id)", to: self) { client, answer in
            switch OrderReply(answer, about: id) {
            case .document(let document): return client.report(handle, .answer(document.answer))
            case .unknown: return
            case .tooLate, .refused, .notTaken, .notYet: break
            }
            var cancelling = cancelling
            let delay = cancelling.backoff.fail(random: client.link.random()) + .milliseconds(100)
            guard ContinuousClock.now + delay < cancelling.deadline else { return }
            client.after(delay) { [cancelling] in $0.lookBack(handle, id, cancelling) }
        }
    }
}
