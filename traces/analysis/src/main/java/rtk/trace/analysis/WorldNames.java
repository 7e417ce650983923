package rtk.trace.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import rtk.trace.EventKind;

/// What the numbers in events stand for, learned from the events that create things.
final class WorldNames {
    /// A thread of the world; number 0 is none.
    record ThreadName(int process, int tid, String name) {}

    private static final String NONE = "";

    private final List<String> texts = new ArrayList<>();
    private final List<String> devices = new ArrayList<>();
    private int[] parents = new int[16];
    private final List<String> roles = new ArrayList<>();
    private final List<String> processes = new ArrayList<>();
    private final List<ThreadName> threads = new ArrayList<>();
    private final LongMap processOfChannel = new LongMap();
    private final LongMap processOfTimer = new LongMap();
    private final LongMap deviceOfIrq = new LongMap();
    private final LongMap lastPulseOfThread = new LongMap();
    private final List<BitSet> attachedToIrq = new ArrayList<>();

    void text(int id, String text) { set(texts, id, text, NONE); }

    String text(long id) { return get(texts, id, NONE); }

    /// Takes in what `kind` tells about names; other kinds are ignored.
    void learn(EventKind kind, long a, long b, long c, long d, long e) {
        switch (kind) {
            case DEVICE -> {
                set(devices, (int) a, text(b), NONE);
                set(roles, (int) a, text(c), NONE);
                if (a >= parents.length) parents = Arrays.copyOf(parents, 2 * (int) a);
                parents[(int) a] = (int) d;
            }
            case PROCESS_CREATED -> set(processes, (int) a, text(d), NONE);
            case THREAD_CREATED -> set(threads, (int) a, new ThreadName((int) b, (int) c, text(e)), null);
            case CHANNEL_CREATED -> processOfChannel.put(a, b);
            case OBJECT_CREATED -> {
                if (text(c).equals("timer")) processOfTimer.put(a, b);
            }
            case IRQ_ASSERTED -> deviceOfIrq.put(a, b);
            case PULSE_RECEIVE -> lastPulseOfThread.put(a, c);
            default -> {}
        }
    }

    /// `thread` asks for the interrupts of `irq`.
    void attached(long irq, long thread) {
        if (irq < 0 || irq > Short.MAX_VALUE) return;
        if (get(attachedToIrq, irq, null) == null) set(attachedToIrq, (int) irq, new BitSet(), null);
        attachedToIrq.get((int) irq).set((int) thread);
    }

    boolean isAttached(long irq, BitSet threads) {
        BitSet attached = get(attachedToIrq, irq, null);
        return attached != null && attached.intersects(threads);
    }

    String device(long number) { return get(devices, number, NONE); }

    String role(long number) { return get(roles, number, NONE); }

    int parent(long number) { return number >= 0 && number < parents.length ? parents[(int) number] : 0; }

    String process(long number) { return get(processes, number, NONE); }

    int threadCount() { return threads.size(); }

    /// @return null if there is none
    ThreadName thread(long number) { return get(threads, number, null); }

    String processOfThread(long thread) {
        ThreadName known = thread(thread);
        return known == null ? NONE : process(known.process);
    }

    /// The name of a thread, or of its process if it has none of its own.
    String task(long thread) {
        ThreadName known = thread(thread);
        if (known == null) return "thread " + thread;
        return known.name.isEmpty() ? process(known.process) : known.name;
    }

    String processOfChannel(long channel) { return process(processOfChannel.get(channel)); }

    String processOfTimer(long timer) { return process(processOfTimer.get(timer)); }

    /// @return number of the device that last raised `irq`, or a negative number
    long deviceOfIrq(long irq) { return deviceOfIrq.get(irq); }

    /// Does one of `devices`, or a device that hangs on one of them, raise `irq`?
    boolean isRaisedBy(long irq, BitSet devices) {
        long device = deviceOfIrq(irq);
        return device > 0 && (devices.get((int) device) || devices.get(parent(device)));
    }

    long lastPulse(long thread) { return lastPulseOfThread.get(thread); }

    private static <T> T get(List<T> list, long number, T none) {
        if (number < 0 || number >= list.size()) return none;
        T value = list.get((int) number);
        return value == null ? none : value;
    }

    private static <T> void set(List<T> list, int number, T value, T none) {
        while (list.size() <= number) list.add(none);
        list.set(number, value);
    }
}
