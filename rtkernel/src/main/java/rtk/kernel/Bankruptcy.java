package rtk.kernel;

/// What happens when a partition has used more critical time than its critical budget ([D 91]). With each of them whoever has
/// registered for it is told.
public enum Bankruptcy {
    /// The partition does not run until its average is below its budget again.
    WAIT,
    /// As [#WAIT], and the run stops there, for a machine that reboots: for tests that must not miss a bankruptcy.
    REBOOT,
    /// As [#WAIT], and the partition has no critical budget from then on. That nothing else happens is unverified ([U]).
    CANCEL_BUDGET
}
