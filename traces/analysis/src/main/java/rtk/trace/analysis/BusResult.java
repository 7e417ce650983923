package rtk.trace.analysis;

/// Traffic of one bus.
///
/// @param load part of the time, 0 to 1, taken by frames and the intermission of three bits after each
/// @param frames frames completed
public record BusResult(String name, double load, long frames) {}
