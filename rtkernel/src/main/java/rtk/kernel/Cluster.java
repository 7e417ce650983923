package rtk.kernel;

/// A set of cores that threads can be bound to (SDP 8.0), made when the kernel boots. One of all cores and one of each single
/// core are always there and need not be named.
///
/// @param name for those who configure
/// @param cores bit `c` for core `c`, at least one
public record Cluster(String name, int cores) {
    public Cluster {
        if (cores == 0) throw new IllegalArgumentException("cluster " + name + " has no cores");
    }

    /// The lowest `count` cores, 1 to 32.
    static int mask(int count) { return -1 >>> (Integer.SIZE - count); }
}
