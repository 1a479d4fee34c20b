import Testing

/// The real program with everything around it real: the built binaries in a terminal, a call over SIP that a second
/// agent answers, sound into an ALSA device, events in the platform's database. Tests run one at a time, and nothing
/// leaves loopback.
@Suite(.serialized, .sharedVoices)
enum EndToEndTests {}
