import Vocabulary
import Reporting
import KioskCore
import KioskTestSupport
import Screens
import Testing

@testable import KioskRuntime

@MainActor
@Suite struct RuntimeTests {
    private func start(_ size: Size = Size(columns: 45, rows: 34)) -> (FakeWorld, Runtime) {
        let world = FakeWorld()
        let runtime = Runtime(
            catalogue: Sample.catalogue, settings: Sample.settings, size: size, ports: world.ports)
        runtime.send(.start(Restored()))
        return (world, runtime)
    }

    @Test func aKeyIsSeenHeardConnectedAndRecorded() {
        let (world, runtime) = start()
        let before = world.frames.count
        runtime.send(.press(.digit(5), by: .key))
        #expect(world.frames.count == before + 1)
        #expect(world.spoken.count == 1)
        world.pass(.seconds(8))
        #expect(world.dialled.map(\.1.number) == ["120"])
        #expect(world.records.contains { $0.event.cloudEventType == "cn.laoyouting.booth.emergency.v1" })
    }

    @Test func theCountdownMovesOnScreenEverySecond() {
        let (world, runtime) = start()
        runtime.send(.press(.digit(5), by: .key))
        let before = world.frames.count
        world.pass(.seconds(5))
        #expect(world.frames.count == before + 5)
    }

    @Test func anIdleBoothWakesOnceAMinute() {
        let (world, runtime) = start()
        let before = world.frames.count
        world.pass(.seconds(600))
        #expect(world.frames.count - before == 10)
        #expect(world.scheduled == 1)
        #expect(runtime.state.session == nil)
    }

    @Test func anUnchangedPictureIsNotDrawnAgain() {
        let (world, runtime) = start()
        let before = world.frames.count
        runtime.send(.tick)
        runtime.send(.press(.star, by: .key))
        #expect(world.frames.count == before)
    }

    @Test func aProofOfLifeChangesNothing() {
        let (world, runtime) = start()
        runtime.send(.press(.digit(5), by: .key))
        let (frames, records) = (world.frames.count, world.records.count)
        #expect(runtime.proveAlive())
        #expect((world.frames.count, world.records.count) == (frames, records))
        world.pass(.seconds(5))
        #expect(world.frames.count == frames + 5, "the seconds go on")
    }

    @Test func aResizeDrawsAtOnce() {
        let (world, runtime) = start()
        runtime.resize(Size(columns: 80, rows: 24))
        #expect(world.frames.last?.size == Size(columns: 80, rows: 24))
    }

    @Test("A window that shrinks under a finger shows the page at its new size, and nothing else happens")
    func aResizeUnderAFinger() {
        for size in [Size(columns: 40, rows: 12), Size(columns: 3, rows: 1), Size(columns: 0, rows: 0)] {
            let (world, runtime) = start(Size(columns: 80, rows: 24))
            world.pass(.seconds(2))
            runtime.touch(column: 70, row: 20)
            world.pass(.milliseconds(100))
            runtime.resize(size)
            #expect(world.frames.last?.size == size)
            world.pass(.milliseconds(100))
            #expect(world.frames.last?.size == size)
        }
    }

    @Test func aTouchMeansWhatWasOnScreen() throws {
        let (world, runtime) = start()
        world.pass(.seconds(2))
        let region = try #require(world.frames.last?.regions.first { $0.key == .digit(7) })
        runtime.touch(column: region.area.x + 1, row: region.area.y + 1)
        #expect(runtime.state.screen.kind == .places)
        #expect(runtime.state.session?.lastInput == .touch)
    }

    /// Touches home's tiles where they were, one after the other.
    private func touchTiles(_ digits: [Int], gap: Duration) throws -> Runtime {
        let (world, runtime) = start()
        world.pass(.seconds(2))
        let home = try #require(world.frames.last).regions
        for digit in digits {
            let tile = try #require(home.first { $0.key == .digit(digit) }).area
            runtime.touch(column: tile.x + 1, row: tile.y + 1)
            runtime.touchEnded()
            world.pass(gap)
        }
        return runtime
    }

    @Test("1, 2 and 0 touched on home's tiles are dialled, though the first tile's page comes in between")
    func homesTilesAreATelephone() throws {
        #expect(try touchTiles([1, 2, 0], gap: .milliseconds(300)).state.screen.kind == .countdown)
    }

    @Test("A second after the last tile the glass is the page's alone")
    func tilesDoNotStay() throws {
        let runtime = try touchTiles([1, 2, 0], gap: .milliseconds(1100))
        #expect(![.countdown, .meaning].contains(runtime.state.screen.kind))
    }

    @Test func recordsOfOneSessionShareARandomIdAndTwoSessionsDoNot() {
        let (world, runtime) = start()
        for _ in 0..<2 {
            runtime.send(.press(.digit(9), by: .key))
            world.pass(.seconds(1))
            runtime.send(.press(.star, by: .key))
            world.pass(.seconds(1))
            runtime.send(.press(.star, by: .key))
            world.pass(.seconds(1))
        }
        let ids = world.records.compactMap(\.session)
        #expect(Set(ids).count == 2)
        #expect(world.ended == 2)
        #expect(world.records.allSatisfy { ($0.occurredAt ?? 0) >= 1_795_260_960_000 })
    }

    @Test func withoutATrustedClockThePictureShowsNoTime() {
        let (world, runtime) = start()
        world.wall = nil
        runtime.send(.press(.digit(7), by: .key))
        let text = (0..<45).compactMap { world.frames.last?[$0, 0]?.text }.joined()
        #expect(!text.contains(":"))
    }

    @Test func withoutATrustedClockARecordHasNoTimeOfItsOwn() {
        let (world, runtime) = start()
        world.wall = nil
        let before = world.records.count
        runtime.send(.press(.digit(7), by: .key))
        for _ in 0..<2 {
            world.pass(.seconds(1))
            runtime.send(.press(.star, by: .key))
        }
        let records = world.records.dropFirst(before)
        #expect(!records.isEmpty)
        #expect(records.allSatisfy { $0.occurredAt == nil })
    }
}
