package rtk.apps.verify.bound;

/// The worst case of one load.
///
/// @param boundNs from the nominal release to completion; [#NONE] if there is no bound
/// @param busyPeriodNs length of the longest busy period of its level; [#NONE] if it does not end
/// @param jobs of the load in that busy period; 0 if it does not end
public record Response(long boundNs, long busyPeriodNs, long jobs) {
    /// No bound.
    public static final long NONE = -1;
    /// The busy period does not end.
    public static final Response UNBOUNDED = new Response(NONE, NONE, 0);

    public boolean isBounded() { return boundNs != NONE; }
}
