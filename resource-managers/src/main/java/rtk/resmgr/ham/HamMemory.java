package rtk.resmgr.ham;

import static java.nio.charset.StandardCharsets.UTF_8;

import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Memory;
import rtk.kernel.api.MemoryFlag;
import rtk.kernel.api.Protection;

/// What outlives the manager, in shared memory: the text of its [HamTree], and the heartbeats, one count per slot.
///
/// Stores take no time, so that whoever dies has written all of a text or nothing of it.
final class HamMemory {
    /// Longest text, in bytes.
    static final int TEXT_MAX = 65_532;
    /// How many entities can send heartbeats.
    static final int SLOTS = 512;
    private static final String STATE = "/ham/state";
    private static final String BEATS = "/ham/beats";
    private static final int LENGTH_BYTES = 4;

    private final KernelCalls k;
    private final Memory state;
    private final Memory beats;

    HamMemory(KernelCalls k) {
        this.k = k;
        state = map(k, STATE, LENGTH_BYTES + TEXT_MAX);
        beats = map(k, BEATS, SLOTS * Long.BYTES);
    }

    private static Memory map(KernelCalls k, String name, long bytes) {
        int object = k.shmOpen(name, MemoryFlag.CREATE);
        k.ftruncate(object, bytes);
        Memory memory = k.mmap(bytes, Protection.READ_WRITE, object, 0);
        k.memoryClose(object);
        return memory;
    }

    /// The counts, for who sends heartbeats.
    static Memory beats(KernelCalls k) { return map(k, BEATS, SLOTS * Long.BYTES); }

    static boolean fits(String text) { return text.getBytes(UTF_8).length <= TEXT_MAX; }

    /// Empty if there was no manager before.
    String text() {
        var bytes = new byte[state.getInt(0)];
        if (bytes.length > 0) state.get(LENGTH_BYTES, bytes);
        return new String(bytes, UTF_8);
    }

    void setText(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        if (bytes.length > 0) state.put(LENGTH_BYTES, bytes);
        state.putInt(0, bytes.length);
    }

    long beats(int slot) { return beats.getLong((long) slot * Long.BYTES); }

    /// The manager is stopped: nobody is to take over.
    void remove() {
        k.shmUnlink(STATE);
        k.shmUnlink(BEATS);
    }
}
