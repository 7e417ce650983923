package rtk.apps.scenario;

/// What goes wrong in a run.
public sealed interface FaultSpec permits BusFaultSpec, BoardFaultSpec, KillSpec {}
