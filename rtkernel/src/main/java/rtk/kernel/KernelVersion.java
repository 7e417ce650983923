package rtk.kernel;

/// Whose rules hold where SDP 7.x and SDP 8.0 differ. Each difference is a policy of its own, chosen once when the kernel is built.
public enum KernelVersion {
    /// Interrupt handlers in the kernel, free run masks, a tick that can be changed.
    SDP_7,
    /// Interrupt threads, clusters of cores, a tick fixed at boot. Not modelled: the kernel's own threads for the clock (priority
    /// 254) and for interrupts between cores (255); both are handled in the kernel, as in 7.x.
    SDP_8
}
