// The module consists of a header only, but SwiftPM requires a source file in a C target.
