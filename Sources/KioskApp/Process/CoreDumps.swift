import Glibc

/// A core dump would hold whatever was being typed, or the number that the SIP agent dials. Children inherit this.
func forbidCoreDumps() {
    var limit = rlimit(rlim_cur: 0, rlim_max: 0)
    setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit)
}
