package rtk.kernel;

import rtk.kernel.api.InterruptHandler;
import rtk.kernel.api.SigEvent;

/// A thread's claim on an interrupt line: a handler to run, or an event to deliver.
///
/// @param handler null for InterruptAttachEvent
/// @param event null for InterruptAttach
record Attachment(int id, int irq, Tcb thread, InterruptHandler handler, SigEvent event) {}
