package rtk.trace.analysis.blame;

import java.util.List;

/// The samples of a range of percentiles, and what they are blamed on.
///
/// @param name such as `p99-p99.9`
/// @param ns all their time
/// @param shares largest first; they add up to `ns`
public record Band(String name, long samples, long ns, List<Share> shares) {}
