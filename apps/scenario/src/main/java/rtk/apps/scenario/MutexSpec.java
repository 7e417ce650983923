package rtk.apps.scenario;

import rtk.kernel.api.MutexProtocol;

/// A mutex that tasks share.
///
/// @param ceiling for protocol `ceiling`; by default the highest priority of the tasks that lock it
public record MutexSpec(String name, MutexProtocol protocol, int ceiling) {}
