// The module is a header; SwiftPM wants a source file in a C target.
