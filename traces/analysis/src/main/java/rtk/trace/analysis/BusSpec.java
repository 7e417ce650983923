package rtk.trace.analysis;

/// What the trace alone does not say of a bus.
///
/// @param bitrateHz nominal bit rate; with it the intermission is exact also after frames with a faster data phase
public record BusSpec(String name, long bitrateHz) {}
