package rtk.trace.analysis.blame;

/// So much of some time went to a reason.
public record Share(Reason reason, long ns) {}
