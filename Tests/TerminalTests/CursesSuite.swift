import Testing

/// curses keeps one terminal in global variables, so every test that opens one is in this suite and runs alone.
@Suite(.serialized) @MainActor enum CursesSuite {}
