/// Days, durations and JSON are part of the core's own vocabulary: whoever imports the core has them.
@_exported import Basics
