package rtk.kernel.api;

/// What a process may be allowed or denied: those of QNX's `PROCMGR_AID_…` that this kernel checks. The subrange of an ability, where
/// it has one, is named here. Source: [D 102,103] LR procmgr_ability; the subranges are our choice.
public enum Ability {
    /// Priorities from the privileged border on. Subrange: priorities.
    PRIORITY(false),
    /// To start processes.
    SPAWN(true),
    /// To send signals to other processes. Subrange: signals.
    SIGNAL(false),
    /// Channels that other processes can connect to.
    PUBLIC_CHANNEL(true),
    /// Interrupt handlers and interrupt threads. Subrange: interrupt inputs.
    INTERRUPT(false),
    /// Events for interrupts. Subrange: interrupt inputs.
    INTERRUPTEVENT(false),
    /// Interrupts off, as part of the privilege to do I/O.
    IO(false),
    /// Registers and memory at physical addresses. Subrange: addresses.
    MEM_PHYS(false),
    /// To set clocks and let them run faster or slower.
    CLOCKSET(false),
    /// To change the tick.
    CLOCKPERIOD(false);

    private final boolean forAll;

    Ability(boolean forAll) { this.forAll = forAll; }

    /// Has a process without root's rights it from the start?
    public boolean isForAll() { return forAll; }
}
