import Serial
import EventQueue
import HTTPClient
import Basics
import KioskCore
import Vocabulary

/// Carries out what an `OrderBook` asks for: keeps it on disk, asks the platform, waits, and reports.
actor RequestClient {
    private let link: PlatformLink
    private let clock: OrderClock?
    private var book: OrderBook
    private var journal: OrderJournal?
    private var contacts: PendingContacts
    private var isRunning = true
    private let origin = ContinuousClock.now

    nonisolated var unownedExecutor: UnownedSerialExecutor { link.queue.asUnownedSerialExecutor() }

    /// - Parameters:
    ///   - book: the orders and numbers that `journal` and `contacts` hold.
    ///   - clock: dates the orders. Without it nothing is kept and there is no journal.
    init(
        link: PlatformLink, book: OrderBook, clock: OrderClock?, journal: OrderJournal?, contacts: PendingContacts
    ) {
        self.link = link
        self.clock = clock
        self.book = book
        self.journal = journal
        self.contacts = contacts
    }

    /// Continues the orders that a former run left.
    nonisolated func start() {
        link.queue.run(on: self) { client in
            if let damage = client.journal?.damage {
                client.link.report(.ordersNotKept(reason: damage))
                client.link.report(.damaged("\(OrderJournal.file): what could be read of it goes on"))
            }
            if client.contacts.isDamaged {
                client.link.report(.damaged("the numbers to call back: what was no number of an order is removed"))
            }
            client.take(.start(client.date))
        }
    }

    /// Carries out a command.
    nonisolated func perform(_ command: PlatformCommand, newID: String) {
        link.queue.run(on: self) { client in client.take(.want(command, newID: newID, at: client.date)) }
    }

    nonisolated func stop() { link.queue.run(on: self) { client in client.isRunning = false } }

    private var now: Moment { Moment(milliseconds: (ContinuousClock.now - origin).wholeMilliseconds) }
    private var date: OrderDate { clock?.date ?? OrderDate(boot: "", moment: now, wall: nil) }

    private func take(_ input: OrderInput) {
        let commands = book.take(input, at: now, random: link.random())
        keep()
        guard isRunning else { return }
        for command in commands { perform(command) }
    }

    /// Saves what the next run has to know. A failure to save is reported and changes nothing else.
    private func keep() {
        do {
            try journal?.keep(book.kept)
        } catch {
            link.report(.ordersNotKept(reason: error.description))
        }
        if !contacts.keep(book.contacts) {
            link.report(.ordersNotKept(reason: "a number to call back cannot be kept in memory over a restart"))
        }
    }

    private func perform(_ command: OrderCommand) {
        switch command {
        case .tell(let handle, let fact): link.report(.request(handle, fact))
        case .wait(let ticket, let delay):
            link.queue.run(on: self, after: delay) { client in
                if client.isRunning { client.take(.due(ticket)) }
            }
        case .ask(let ticket, let question, let id, let limit):
            let (method, path, body) = wire(question, of: id)
            link.send(method, path, body: body, timeout: limit, to: self) { client, answer in
                if client.isRunning { client.take(.reply(ticket, OrderReply(answer, about: id))) }
            }
        }
    }

    // MARK: - As the platform has it (docs/platform-api.yaml)

    private func wire(
        _ question: OrderQuestion, of id: String
    ) -> (method: HTTPRequest.Method, path: String, body: String?) {
        switch question {
        case .submit(let order): (.post, "/v1/requests", submission(id: id, order))
        case .poll(let version, let wait): (.get, "/v1/requests/\(id)?after=\(version)&wait=\(wait)", nil)
        case .outcome: (.get, "/v1/requests/\(id)", nil)
        case .cancel: (.post, "/v1/requests/\(id)/cancel", "{}")
        case .contact(let number):
            (.post, "/v1/requests/\(id)/contact", JSONValue.object(["number": .string(number)]).serialized)
        }
    }

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
}
