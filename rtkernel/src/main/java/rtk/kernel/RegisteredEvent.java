package rtk.kernel;

import rtk.kernel.api.SigEvent;

/// An event that a process has registered (rule K14).
///
/// @param server who may deliver it, null for any
record RegisteredEvent(SigEvent event, Process server) {}
