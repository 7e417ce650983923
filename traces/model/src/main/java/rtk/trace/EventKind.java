package rtk.trace;

import static rtk.trace.Field.Type.BITS;
import static rtk.trace.Field.Type.CALL;
import static rtk.trace.Field.Type.COUNT;
import static rtk.trace.Field.Type.ID;
import static rtk.trace.Field.Type.NS;
import static rtk.trace.Field.Type.SIGNED;
import static rtk.trace.Field.Type.STATE;
import static rtk.trace.Field.Type.TEXT;

import java.util.List;

/// What an observer could have seen happen, with the fields of each, after the event classes of QNX's System
/// Analysis Toolkit ("Events and the Kernel": thread, process, communication, kernel call and interrupt classes).
///
/// The position of a kind in this list is its number in a trace file; new kinds go to the end. The file carries
/// this table, so an old file stays readable. Devices are open: a new device model uses the `DEVICE_…`, `FRAME_…`
/// and `SERIAL_…` kinds and adds none.
///
/// Fields named `thread`, `process`, `channel`, `device`, `core`, `mutex` … are world-wide numbers from 1 (cores from 0);
/// 0 means "none".
public enum EventKind {
    // What exists. Each of these comes before the first event that mentions the thing.
    /// A part of the board: bus, controller, timer, line. `role` is a text such as `can-bus`, `can-controller`, `uart`.
    DEVICE("device", id("device"), text("name"), text("role"), id("parent")),
    /// A processor core of board `board`.
    CORE("core", id("core"), text("board")),
    PROCESS_CREATED("process.created", id("process"), count("pid"), id("parent"), text("name")),
    /// `status` as given to exit, or minus the signal that killed it; `reason` is a text, 0 for an ordinary exit.
    PROCESS_EXITED("process.exited", id("process"), signed("status"), text("reason")),
    THREAD_CREATED("thread.created", id("thread"), id("process"), count("tid"), count("priority"), text("name")),
    CHANNEL_CREATED("channel.created", id("channel"), id("process"), count("chid"), count("flags")),
    CHANNEL_DESTROYED("channel.destroyed", id("channel")),
    /// `kind` is a text: `mutex`, `condvar`, `sem`, `timer`, `rwlock`, `barrier`.
    OBJECT_CREATED("object.created", id("object"), id("process"), text("kind"), text("name")),

    // Threads.
    /// The thread enters `state`; `on` is what it waits for: a channel, mutex, interrupt …, by the number of that thing.
    THREAD_STATE("thread.state", id("thread"), state("state"), id("core"), id("on")),
    /// Effective priority changes; `by` is the thread or channel it was inherited from, 0 if by its own call.
    THREAD_PRIORITY("thread.priority", id("thread"), count("from"), count("to"), id("by")),

    // Kernel calls.
    CALL_ENTER("call.enter", id("thread"), call("call"), signed("arg0"), signed("arg1")),
    /// `result` is the value returned, or minus the errno.
    CALL_EXIT("call.exit", id("thread"), call("call"), signed("result")),

    // Messages.
    /// `message` numbers the transaction through receive and reply.
    MSG_SEND("msg.send", id("thread"), id("channel"), id("message"), count("bytes"), count("priority")),
    MSG_RECEIVE("msg.receive", id("thread"), id("channel"), id("message"), count("bytes")),
    MSG_REPLY("msg.reply", id("thread"), id("message"), signed("status"), count("bytes")),
    MSG_ERROR("msg.error", id("thread"), id("message"), count("errno")),
    /// `from` is the sending thread, 0 when the kernel sends for a timer or an interrupt; `pulse` numbers the pulse.
    PULSE_SEND("pulse.send", id("from"), id("channel"), id("pulse"), signed("code"), signed("value")),
    PULSE_RECEIVE("pulse.receive", id("thread"), id("channel"), id("pulse"), signed("code"), signed("value")),

    // Synchronisation.
    MUTEX_LOCKED("mutex.locked", id("mutex"), id("thread")),
    /// `next` is the thread that the mutex was handed to, 0 if none waited.
    MUTEX_UNLOCKED("mutex.unlocked", id("mutex"), id("thread"), id("next")),
    CONDVAR_SIGNALLED("condvar.signalled", id("condvar"), id("thread"), count("woken")),
    SEM_POSTED("sem.posted", id("sem"), id("thread"), count("value")),

    // Timers.
    TIMER_SET("timer.set", id("timer"), id("thread"), ns("due"), ns("interval")),
    /// `due` is when it should have fired; the difference to the time of the event is its lateness.
    TIMER_FIRED("timer.fired", id("timer"), ns("due")),

    // Interrupts. `irq` is the number of the line at its interrupt controller; `device` is the device that drives it.
    IRQ_ASSERTED("irq.asserted", count("irq"), id("device")),
    IRQ_DEASSERTED("irq.deasserted", count("irq"), id("device")),
    /// The core leaves what it did for interrupt `irq`; `thread` is the one interrupted, 0 for idle.
    IRQ_ENTER("irq.enter", id("core"), count("irq"), id("thread")),
    IRQ_EXIT("irq.exit", id("core"), count("irq")),
    ISR_ENTER("isr.enter", id("core"), count("irq"), id("process")),
    ISR_EXIT("isr.exit", id("core"), count("irq"), id("process")),
    IRQ_MASKED("irq.masked", count("irq"), id("thread"), count("count")),
    IRQ_UNMASKED("irq.unmasked", count("irq"), id("thread"), count("count")),
    /// The event of an interrupt reaches its owner: `thread` woken or pending from InterruptWait, or `pulse` queued.
    IRQ_DELIVERED("irq.delivered", count("irq"), id("thread"), id("pulse")),

    // Costs.
    /// The core spends `ns` from now on kernel work `item` (a text: the cost item), on behalf of `thread`.
    COST("cost", id("core"), text("item"), ns("ns"), id("thread")),

    // Devices.
    REGISTER_READ("register.read", id("device"), bits("offset"), bits("value")),
    REGISTER_WRITE("register.write", id("device"), bits("offset"), bits("value")),
    /// Something a device wants known: an overrun, a dropped frame; `what` is a text, `value` a running count or a datum.
    DEVICE_NOTE("device.note", id("device"), text("what"), signed("value")),
    /// A character is complete on a line; `direction` 0 received, 1 transmitted by the device; `flags` are line errors.
    SERIAL_CHAR("serial.char", id("device"), count("direction"), bits("value"), bits("flags")),

    // Frames on a bus. `frame` numbers the frame through all four; `id` is the identifier with flags (see rtk.board.can).
    FRAME_QUEUED("frame.queued", id("bus"), id("node"), id("frame"), bits("id"), count("length")),
    /// First bit of SOF of the frame that won arbitration; `bits` is its length on the wire, SOF to the last bit of EOF.
    FRAME_START("frame.start", id("bus"), id("node"), id("frame"), bits("id"), count("bits")),
    /// Last bit of EOF; `data` are the first eight bytes, left-justified (byte 0 is bits 63–56), the rest as FRAME_DATA before this.
    FRAME_END("frame.end", id("bus"), id("frame"), bits("id"), count("length"), bits("data")),
    FRAME_DATA("frame.data", id("frame"), count("offset"), bits("data0"), bits("data1"), bits("data2")),
    /// The frame is given up: overwritten in its mailbox, aborted; `why` is a text.
    FRAME_DROPPED("frame.dropped", id("bus"), id("node"), id("frame"), text("why")),

    // Load without code.
    /// Job number `job` of a task thread is due; `nominal` is its release without jitter.
    JOB_RELEASED("job.released", id("thread"), count("job"), ns("nominal"), ns("deadline")),
    JOB_STARTED("job.started", id("thread"), count("job")),
    /// `executed` is the processor time it used.
    JOB_COMPLETED("job.completed", id("thread"), count("job"), ns("executed")),
    /// At the instant of the deadline of an unfinished job.
    JOB_MISSED("job.missed", id("thread"), count("job")),
    /// Given up at its deadline, or never started (`on-miss: abort | skip`).
    JOB_ABANDONED("job.abandoned", id("thread"), count("job"), ns("executed")),

    // Memory and signals.
    SIGNAL("signal", id("process"), id("thread"), count("signo"), id("from")),

    // Programs.
    /// What a program wants seen: a named value.
    USER("user", id("thread"), text("name"), signed("value")),

    // Processes, signals and memory, further.
    /// An orphan's parent is now `parent`, 0 for nobody.
    PROCESS_ADOPTED("process.adopted", id("process"), id("parent")),
    /// The end of a process goes on: `step` (a text) of its clean-up is done.
    PROCESS_CLEANUP("process.cleanup", id("process"), text("step")),
    /// A signal takes effect on `thread`: `action` (a text) is `handler`, `wait` (sigwaitinfo), `stop`, `continue` or `death`.
    SIGNAL_DELIVERED("signal.delivered", id("thread"), count("signo"), text("action")),
    /// A thread touched memory that it must not; `signo` is what it gets for it.
    MEMORY_FAULT("memory.fault", id("thread"), bits("address"), count("signo")),
    /// `protection`: 1 read, 2 write, 4 execute; `object` (a text) is what is mapped.
    MEMORY_MAPPED("memory.mapped", id("process"), bits("address"), count("bytes"), count("protection"), text("object")),
    MEMORY_UNMAPPED("memory.unmapped", id("process"), bits("address"), count("bytes")),

    // Errors on a bus.
    /// A node finds an error: its error frame begins with the next bit (a CRC error waits for the ACK delimiter). `error` is a text: `bit`,
    /// `stuff`, `form`, `crc`, `ack`; `bit` is the one read wrong, counted from SOF, 0, with stuff bits; 0 for those of flags and
    /// delimiters; `frame` is the frame on the wire, 0 if nobody sends one.
    FRAME_ERROR("frame.error", id("bus"), id("node"), id("frame"), text("error"), count("bit")),
    /// A node begins an overload frame with the next bit.
    FRAME_OVERLOAD("frame.overload", id("bus"), id("node")),
    /// The FRAME_START that follows is not the frame's first: `attempt` counts from 2.
    FRAME_RETRY("frame.retry", id("bus"), id("node"), id("frame"), count("attempt")),
    /// Fault confinement of a node changes: `state` is a text: `error-active`, `error-warning` (a counter has reached 96),
    /// `error-passive`, `bus-off`, `recovering` (bus-off, and waiting for 128 times 11 recessive bits).
    BUS_NODE_STATE("device.bus-state", id("bus"), id("node"), text("state"), count("tec"), count("rec")),
    // Threads, once more.
    /// The budget of a sporadic thread after a change: what is left of it now, how many replenishments are pending, and the instant
    /// from which the next one counts.
    THREAD_BUDGET("thread.budget", id("thread"), ns("capacity"), count("pending"), ns("activation")),
    /// The thread is called `name` from now on.
    THREAD_NAMED("thread.named", id("thread"), text("name")),

    // Messages, further.
    /// Nobody will receive this pulse; `why` is a text: `no-storage`, `buffer-too-small`.
    PULSE_LOST("pulse.lost", id("channel"), id("pulse"), text("why")),
    /// The wait of `thread` closed a cycle of sends, or of sends, mutexes and joins mixed: none of its `threads` can go on by itself; `cycle`
    /// is a text that names them.
    SEND_CYCLE("msg.cycle", id("thread"), count("threads"), text("cycle")),

    // Synchronisation, continued.
    OBJECT_DESTROYED("object.destroyed", id("object")),
    /// Part of a circle of `length` waits: `thread` waits for `mutex`, which `owner` has. One for each, in the order of the circle, at the
    /// instant of the wait that closes it, which comes first.
    MUTEX_DEADLOCK("mutex.deadlock", id("mutex"), id("thread"), id("owner"), count("length")),
    /// The owner `thread` died, and `mutex` is not robust: nobody will get it.
    MUTEX_ORPHANED("mutex.orphaned", id("mutex"), id("thread")),
    // Several cores.
    /// The thread goes on on `core`, while it ran on core `last` before; its next work takes `cold` longer.
    THREAD_MIGRATED("thread.migrated", id("thread"), id("core"), count("last"), ns("cold")),
    /// The thread may run on `cores` only, bit `c` for core `c` of its board; all bits set for every core.
    THREAD_BOUND("thread.bound", id("thread"), bits("cores")),
    // Interrupts, further.
    /// From now on the core takes no interrupts while `thread` runs (InterruptDisable, InterruptLock).
    CORE_MASKED("core.masked", id("core"), id("thread")),
    CORE_UNMASKED("core.unmasked", id("core"), id("thread")),

    // Adaptive partitions, numbered from 0.
    /// `budget` and `max` in percent, 0 for no maximum; `critical` is the time that critical threads may use over budget.
    PARTITION_CREATED("partition.created", count("partition"), text("name"), count("budget"), count("max"), ns("critical")),
    /// The time of `thread` goes to the partition from now on; `critical` is 1 if it may run over budget.
    PARTITION_JOINED("partition.joined", id("thread"), count("partition"), count("critical")),
    /// The partition has budget from now on (1) or has none (0); `used` in the averaging window.
    PARTITION_BUDGET("partition.budget", count("partition"), count("left"), ns("used")),
    /// It has used more critical time than its critical budget.
    PARTITION_BANKRUPT("partition.bankrupt", count("partition")),

    // The trace itself.
    /// A program says what the recorder is to keep from now on: nothing (0), or (1) the kinds that `kinds` lists, or `all`.
    TRACE_CONTROL("trace.control", id("thread"), count("recording"), text("kinds")),
    /// Written by the recorder, not by the simulated world: events that were not kept since it wrote this last. `reason`: 0 a program wanted it
    /// so, 1 they were not selected, 2 they were before the window that was kept, 3 after it.
    TRACE_SKIPPED("trace.skipped", count("events"), count("reason"));

    /// No kind has more fields.
    public static final int FIELDS_MAX = 5;

    private static final EventKind[] KINDS = values();

    private final String label;
    private final List<Field> fields;

    EventKind(String label, Field... fields) {
        assert fields.length <= FIELDS_MAX : label;
        this.label = label;
        this.fields = List.of(fields);
    }

    /// Lower-case name as in text dumps, filters and the file's schema.
    public String label() { return label; }

    public List<Field> fields() { return fields; }

    /// Does it say what a number stands for from now on? Whoever begins to read in the middle wants these from the beginning.
    public boolean isDefinition() {
        return switch (this) {
            case DEVICE, CORE, PROCESS_CREATED, THREAD_CREATED, THREAD_NAMED, CHANNEL_CREATED, OBJECT_CREATED,
                    PARTITION_CREATED ->
                true;
            default -> false;
        };
    }

    public static int count() { return KINDS.length; }

    /// @return the kind numbered `number`, or null if there is none
    public static EventKind ofNumber(int number) {
        return number >= 0 && number < KINDS.length ? KINDS[number] : null;
    }

    private static Field id(String name) { return new Field(name, ID); }

    private static Field text(String name) { return new Field(name, TEXT); }

    private static Field count(String name) { return new Field(name, COUNT); }

    private static Field signed(String name) { return new Field(name, SIGNED); }

    private static Field ns(String name) { return new Field(name, NS); }

    private static Field bits(String name) { return new Field(name, BITS); }

    private static Field state(String name) { return new Field(name, STATE); }

    private static Field call(String name) { return new Field(name, CALL); }
}
