package rtk.kernel.api;

import java.util.function.IntConsumer;

/// How to tell somebody that something happened: QNX's `struct sigevent`, one record for each `SIGEV_…`.
///
/// Whoever gives an event to the kernel (with a timer, an interrupt, a timeout) or to a server *arms* it: "this process" and
/// "this thread" below are those that did. Source: LR sigevent.
///
/// | event | tells | mostly used with |
/// |---|---|---|
/// | [None] | nobody | |
/// | [Signal], [SignalCode] | the process | timers, servers |
/// | [SignalThread] | the thread | timers |
/// | [Pulse] | a channel | timers, interrupts, servers |
/// | [Intr] | the thread's InterruptWait | interrupts |
/// | [Unblock] | the blocked thread | TimerTimeout |
/// | [Thread] | a new thread | timers |
/// | [Sem] | a semaphore | interrupts, timers |
/// | [Memory] | a word of memory | interrupts, timers |
/// | [Handle] | what it stands for | servers |
public sealed interface SigEvent {
    /// In place of a pulse's priority (`SIGEV_PULSE_PRIO_INHERIT`): the initial priority of this process, that is the one its
    /// first thread was created with. Source: LR sigevent, SIGEV_PULSE.
    int CALLER = -1;

    /// Tells nobody (`SIGEV_NONE`).
    record None() implements SigEvent {}

    /// A signal to this process, not to the thread that armed it (`SIGEV_SIGNAL`).
    ///
    /// @param signo 1 to [rtk.kernel.api.Signal#MAX]
    record Signal(int signo) implements SigEvent {}

    /// A signal to this process with a code and a value (`SIGEV_SIGNAL_CODE`).
    ///
    /// @param code -128 to 127
    record SignalCode(int signo, int code, int value) implements SigEvent {}

    /// A signal to this thread with a code and a value (`SIGEV_SIGNAL_THREAD`).
    ///
    /// @param code -128 to 127
    record SignalThread(int signo, int code, int value) implements SigEvent {}

    /// A pulse on connection `coid` of this process (`SIGEV_PULSE`).
    ///
    /// @param priority 1 to 255, or [#CALLER]; 0 is not allowed
    /// @param code 0 to 127; negative codes are the system's
    record Pulse(int coid, int priority, int code, int value) implements SigEvent {}

    /// Ends the InterruptWait of this thread (`SIGEV_INTR`).
    record Intr() implements SigEvent {}

    /// Ends the blocking kernel call that this thread is in with ETIMEDOUT (`SIGEV_UNBLOCK`); of no effect unless given to
    /// TimerTimeout.
    record Unblock() implements SigEvent {}

    /// Creates a thread of this process, a detached one, that runs `function` with `value` (`SIGEV_THREAD`).
    ///
    /// @param attr what it leaves open is inherited from this thread
    record Thread(IntConsumer function, int value, ThreadAttr attr) implements SigEvent {}

    /// Posts semaphore `sem` of this process (`SIGEV_SEM`).
    record Sem(int sem) implements SigEvent {}

    /// Changes a word of this process's memory (`SIGEV_MEMORY`); nothing happens if it may not write there.
    ///
    /// @param address of 32 bits
    record Memory(long address, MemoryOperation operation, int value) implements SigEvent {}

    /// What [Memory] does to a word (`SIGEV_MEM_…`).
    enum MemoryOperation {
        ASSIGN, ADD, SUB, BITSET, BITCLR, BITTOGGLE;

        public int apply(int word, int value) {
            return switch (this) {
                case ASSIGN -> value;
                case ADD -> word + value;
                case SUB -> word - value;
                case BITSET -> word | value;
                case BITCLR -> word & ~value;
                case BITTOGGLE -> word ^ value;
            };
        }
    }

    /// An event that this process has registered with MsgRegisterEvent, by its handle. It can stand wherever an event can.
    ///
    /// @param number given by the kernel
    record Handle(int number) implements SigEvent {}
}
