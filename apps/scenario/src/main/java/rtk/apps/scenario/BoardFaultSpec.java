package rtk.apps.scenario;

/// What goes wrong on a board. Times in ns from the start of the run; `untilNs` is `Ns.NEVER` for the rest of it.
///
/// Parts are named by their labels: `can0`, or `gateway.can0` if there are several boards.
public sealed interface BoardFaultSpec extends FaultSpec {
    long atNs();

    /// The next interrupts of a part do not reach the controller.
    record LostInterrupts(String part, int count, long atNs) implements BoardFaultSpec {}

    /// The next interrupts of a part reach the controller late.
    record LateInterrupts(String part, int count, long byNs, long atNs) implements BoardFaultSpec {}

    /// Interrupts of a part without a cause, one each `periodNs`; one only if that is 0.
    record Spurious(String part, long periodNs, long atNs, long untilNs) implements BoardFaultSpec {}

    /// A core runs at a part of its speed.
    ///
    /// @param permille 1 to 999
    record SlowCore(String board, int core, int permille, long atNs, long untilNs) implements BoardFaultSpec {}

    /// The clock of a board begins to drift.
    record ClockDrift(String board, long ppb, long atNs) implements BoardFaultSpec {}

    /// A real-time clock shows other seconds from one moment to the next.
    record ClockJump(String part, int bySeconds, long atNs) implements BoardFaultSpec {}

    /// A stretch of memory does not answer any more; whole pages of 4096 bytes.
    ///
    /// @param memory such as `/memory/ram/sysram`
    record DeadMemory(String board, String memory, long offset, long bytes, long atNs) implements BoardFaultSpec {}

    /// Characters that arrive at a UART are disturbed, one in `oneIn` on average.
    record SerialNoise(String part, long oneIn, long atNs, long untilNs) implements BoardFaultSpec {}
}
