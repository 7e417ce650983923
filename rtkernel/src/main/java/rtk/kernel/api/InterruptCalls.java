package rtk.kernel.api;

/// Interrupts. Part of [KernelCalls], which says what holds for all.
///
/// | | 7.x | 8.0 |
/// |---|---|---|
/// | [#interruptAttach] | the handler runs in the kernel | ENOSYS |
/// | [#interruptAttachEvent] | the kernel masks the line and delivers the event | the kernel masks the line; a thread that it made in this process delivers the event |
/// | [#interruptAttachThread] | ENOSYS | the kernel masks the line and ends the InterruptWait of the calling thread |
///
/// Whoever was told by an event or as a thread serves the device and then unmasks the line. Masks are counted: the line is enabled
/// again when each has been taken back.
public interface InterruptCalls {
    /// No attachment in particular, for [#interruptMask(int, int)] and [#interruptUnmask(int, int)].
    int NO_ID = -1;

    /// InterruptAttach: `handler` runs on each interrupt of `irq`, the newest first where several share it.
    ///
    /// @return id, for InterruptDetach
    /// @throws ErrnoException EPERM without the abilities INTERRUPT and IO; EINVAL nothing is wired to `irq`; EBUSY somebody is attached
    ///     and will not share ([InterruptFlag#EXCLUSIVE]; the choice of errno is ours); ENOSYS in 8.0. Source: [D 74,75]
    int interruptAttach(int irq, InterruptHandler handler, InterruptFlag... flags);

    /// InterruptAttachEvent: on each interrupt of `irq` the kernel masks it and delivers `event`.
    ///
    /// In 8.0 the event comes from an interrupt service thread of this process that the kernel makes, with the real priority of the
    /// calling thread (our choice).
    ///
    /// @return id
    /// @throws ErrnoException EPERM without the ability INTERRUPTEVENT; EINVAL nothing is wired to `irq`, an event that may not be
    ///     armed; EBUSY. Source: [D 73]
    int interruptAttachEvent(int irq, SigEvent event, InterruptFlag... flags);

    /// InterruptAttachEventPriority (8.0): [#interruptAttachEvent] with the priority of the thread that the kernel makes.
    ///
    /// @param priority 1 to 255
    /// @throws ErrnoException EINVAL, EBUSY; ENOSYS in 7.x
    int interruptAttachEventPriority(int irq, SigEvent event, int priority, InterruptFlag... flags);

    /// InterruptAttachThread (8.0): the calling thread serves `irq`, told by InterruptWait.
    ///
    /// @return id
    /// @throws ErrnoException EPERM without the ability INTERRUPT; EINVAL nothing is wired to `irq`; EBUSY; ENOSYS in 7.x. Source:
    ///     [D 80,81]
    int interruptAttachThread(int irq, InterruptFlag... flags);

    /// InterruptDetach. The last one to go masks the line.
    ///
    /// @throws ErrnoException EINVAL no attachment of this process
    void interruptDetach(int id);

    /// InterruptWait: until an event of kind [SigEvent.Intr] arrives; one that came earlier ends it at once. Several that came
    /// earlier count as one in 7.x. Blocks: INTR.
    ///
    /// @throws ErrnoException ETIMEDOUT by TimerTimeout; EINTR
    void interruptWait();

    /// InterruptMask in nobody's name.
    ///
    /// @return mask count after the call
    default int interruptMask(int irq) { return interruptMask(irq, NO_ID); }

    /// InterruptMask.
    ///
    /// @param id in whose name, for [InterruptFlag#TRK_MSK]
    /// @return mask count after the call
    /// @throws ErrnoException EINVAL nothing is wired to `irq`, no such attachment to it; EPERM it is another process's
    int interruptMask(int irq, int id);

    /// InterruptUnmask in nobody's name.
    default int interruptUnmask(int irq) { return interruptUnmask(irq, NO_ID); }

    /// InterruptUnmask.
    ///
    /// @param id in whose name, for [InterruptFlag#TRK_MSK]
    /// @return mask count after the call; at 0 the line is enabled again
    /// @throws ErrnoException EINVAL, EPERM as for [#interruptMask(int, int)]
    int interruptUnmask(int irq, int id);

    /// InterruptDisable: no interrupts on this core, and so no preemption, while this thread runs, until [#interruptEnable]. What
    /// comes meanwhile waits. Free of cost, not nested.
    ///
    /// If the thread blocks meanwhile, others run with interrupts on; it goes on with interrupts off.
    void interruptDisable();

    void interruptEnable();

    /// InterruptLock: [#interruptDisable], then takes `lock`, spinning while another core has it.
    void interruptLock(IntrSpin lock);

    /// InterruptUnlock.
    void interruptUnlock(IntrSpin lock);
}
