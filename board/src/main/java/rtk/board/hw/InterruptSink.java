package rtk.board.hw;

/// What a core does beyond working: its vector table. The kernel implements it.
public interface InterruptSink {
    /// An interrupt that the core may take now is pending. The core's work, if any, has been stopped
    /// ([Core#remainingNs] says how much is left) and interrupts are off.
    void interrupt();

    /// The work begun last is done.
    void workDone();
}
