package rtk.trace.analysis;

/// A periodic message whose response times are wanted: all frames of one identifier on one bus.
///
/// @param id identifier, with bit 31 set if it is extended
/// @param deadlineNs from queuing; 0 for none
public record MessageSpec(String name, String bus, long id, long deadlineNs) {}
