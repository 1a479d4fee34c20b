import Glibc

/// Disables core dumps. A dump would contain what was being typed, or the number that the SIP agent dials. Child
/// processes inherit this.
func forbidCoreDumps() {
    var limit = rlimit(rlim_cur: 0, rlim_max: 0)
    setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit)
}
