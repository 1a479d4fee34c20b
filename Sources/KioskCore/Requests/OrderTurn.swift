import Vocabulary

/// One step of a book of orders: the book, the moment, and the commands so far.
struct OrderTurn {
    var book: OrderBook
    let now: Moment
    let random: Double
    private(set) var commands: [OrderCommand] = []

    init(book: OrderBook, now: Moment, random: Double) {
        self.book = book
        self.now = now
        self.random = random
    }

    mutating func take(_ input: OrderInput) {
        switch input {
        case .start(let date): for found in book.orders where found.isFound { goOn(found, date) }
        case .want(let command, let id, let date): want(command, id, date)
        case .reply(let ticket, let reply):
            guard let (order, errand) = finish(ticket) else { return }
            take(reply, to: errand, order)
        case .due(let ticket):
            guard let (order, errand) = finish(ticket) else { return }
            ask(errand, order.id)
        }
    }

    private mutating func take(_ reply: OrderReply, to errand: OpenOrder.Errand, _ order: OpenOrder) {
        switch errand {
        case .follow where order.isSettled: toldOutcome(order, reply)
        case .follow where order.isOpen: polled(order, reply)
        case .follow: submitted(order, reply)
        case .cancel where order.isWithdrawn: withdrawn(order, reply)
        case .cancel: cancelled(order, reply)
        case .contact: contactSent(order, reply)
        }
    }

    // MARK: - What a former run left

    private mutating func goOn(_ found: OpenOrder, _ date: OrderDate) {
        let (id, age, patience) = (found.id, found.kept.age(at: date), book.patience)
        book[id]?.isFound = false
        begin(id)
        book[id]?.expires = now + KeptOrder.lifetime - (age ?? .zero)
        switch found.kept.stage {
        case .sending:
            if let age, age < patience { return ask(.follow, id) }
            // It was sent too long ago to be placed now: nobody expects it any more.
            book[id]?.mayBePlaced = true
            giveUp(id)
        case .placed where found.kept.isForgotten == true && found.contact == nil: close(id)
        case .placed, .cancelling:
            book[id]?.isOpen = true
            giveContact(id)
            if found.kept.stage == .cancelling {
                book[id]?.cancelling = OpenOrder.Cancelling(deadline: now + patience)
                ask(.cancel, id)
            }
            poll(id, wait: 0)
        case .givenUp:
            book[id]?.cancelling = OpenOrder.Cancelling(deadline: now + KeptOrder.lifetime, toldUnconfirmed: true)
            ask(.cancel, id)
        }
    }

    private mutating func begin(_ id: String) {
        let deadline = now + book.patience
        book[id]?.deadline = deadline
        book[id]?.expires = now + KeptOrder.lifetime
    }

    // MARK: - What somebody wants

    private mutating func want(_ command: PlatformCommand, _ id: String, _ date: OrderDate) {
        switch command {
        case .order(let handle, let order):
            // An id stands for one order, however often the order is asked for.
            guard book[id] == nil else { return }
            book[id] = OpenOrder(KeptOrder(handle, id: id, order, at: date), handle: handle)
            begin(id)
            ask(.follow, id)
        case .contact(let handle, let number): if let order = book.followed(handle) { keepContact(number, order.id) }
        case .cancel(let handle): cancel(handle)
        case .forget(let handle): forget(handle)
        }
    }

    private mutating func cancel(_ handle: RequestHandle) {
        guard let order = book.followed(handle) else { return commands.append(.tell(handle, .tooLateToCancel)) }
        guard order.cancelling == nil else { return }
        let deadline = now + book.patience
        book[order.id]?.cancelling = OpenOrder.Cancelling(deadline: deadline)
        book[order.id]?.kept.stage = .cancelling
        if order.isOpen { ask(.cancel, order.id) }
    }

    private mutating func forget(_ handle: RequestHandle) {
        // An order that is being cancelled is followed until that is certain. One whose number is on its way is
        // followed until the platform has the number.
        guard let order = book.followed(handle), order.cancelling == nil else { return }
        guard order.isOpen, order.contact != nil else { return close(order.id) }
        book[order.id]?.kept.isForgotten = true
    }

    // MARK: - Verbs

    /// Asks the next question of an errand.
    mutating func ask(_ errand: OpenOrder.Errand, _ id: String) {
        guard let order = book[id] else { return }
        switch errand {
        case .follow where order.isSettled: put(.outcome, .follow, id, within: .seconds(30))
        case .follow where order.isOpen: poll(id, wait: OrderBook.pollSeconds)
        case .follow:
            put(.submit(order.kept.order), .follow, id, within: max(.seconds(1), order.deadline - now))
        case .cancel: if order.cancelling != nil { put(.cancel, .cancel, id, within: book.patience) }
        case .contact: giveContact(id)
        }
    }

    mutating func poll(_ id: String, wait: Int) {
        guard let order = book[id], order.isOpen else { return }
        put(.poll(after: order.version, wait: wait), .follow, id, within: .seconds(wait + 10))
        book[id]?.pending[.follow]?.wait = wait
    }

    mutating func put(_ question: OrderQuestion, _ errand: OpenOrder.Errand, _ id: String, within limit: Duration) {
        commands.append(.ask(pend(errand, id), question, of: id, within: limit))
    }

    mutating func wait(_ duration: Duration, then errand: OpenOrder.Errand, _ id: String) {
        commands.append(.wait(pend(errand, id), duration))
    }

    private mutating func pend(_ errand: OpenOrder.Errand, _ id: String) -> OrderTicket {
        let ticket = book.nextTicket()
        book[id]?.pending[errand] = OpenOrder.Pending(ticket: ticket, since: now)
        return ticket
    }

    /// Closes a ticket and returns what it was for.
    private mutating func finish(_ ticket: OrderTicket) -> (OpenOrder, OpenOrder.Errand)? {
        for order in book.orders {
            guard let errand = order.pending.first(where: { $0.value.ticket == ticket })?.key else { continue }
            book[order.id]?.pending[errand] = nil
            return (order, errand)
        }
        return nil
    }

    mutating func tell(_ order: OpenOrder, _ fact: RequestFact) {
        if let handle = order.handle { commands.append(.tell(handle, fact)) }
    }

    /// Removes an order of which nothing more will come.
    mutating func close(_ id: String) { book[id] = nil }
}
