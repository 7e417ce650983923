package rtk.resmgr.sys;

import java.util.ArrayList;
import java.util.List;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Memory;
import rtk.kernel.api.MemoryCalls;
import rtk.kernel.api.Protection;

/// The buffers of one process in the system log: a shared memory object whose first page holds the control blocks and whose others
/// hold the rings. Told in words as `NAME VERBOSITY BUFFER=PAGES …`, such as `navigation 5 main=2 trace=8`.
///
/// @param buffers 1 to [#BUFFERS_MAX]
record SlogSet(String name, int verbosity, List<Buffer> buffers) {
    static final int BUFFERS_MAX = 4;
    static final int PAGES_MAX = 64;
    /// Longest description.
    static final int WORDS_MAX = 160;

    record Buffer(String name, int pages) {}

    /// @return null if `words` describe no set
    static SlogSet of(String words) {
        String[] parts = words.split(" ");
        if (parts.length < 3 || parts.length > 2 + BUFFERS_MAX || !parts[0].matches("[\\w.-]{1,32}")) return null;
        if (!parts[1].matches("[0-7]")) return null;
        var buffers = new ArrayList<Buffer>();
        for (int at = 2; at < parts.length; at++) {
            if (!parts[at].matches("[\\w.-]{1,24}=[0-9]{1,2}")) return null;
            int equals = parts[at].indexOf('=');
            int pages = Integer.parseInt(parts[at].substring(equals + 1));
            if (pages < 1 || pages > PAGES_MAX) return null;
            buffers.add(new Buffer(parts[at].substring(0, equals), pages));
        }
        return new SlogSet(parts[0], Integer.parseInt(parts[1]), List.copyOf(buffers));
    }

    String words() {
        var words = new StringBuilder(name + " " + verbosity);
        for (var buffer : buffers) words.append(' ').append(buffer.name).append('=').append(buffer.pages);
        return words.toString();
    }

    long bytes() {
        int pages = 1;
        for (var buffer : buffers) pages += buffer.pages;
        return (long) pages * MemoryCalls.PAGE_BYTES;
    }

    /// Maps the object numbered `object`, which it closes.
    Memory map(KernelCalls k, int object, Protection protection) {
        var memory = k.mmap(bytes(), protection, object, 0);
        k.memoryClose(object);
        return memory;
    }

    /// The rings in a mapping of the object.
    List<SlogRing> rings(Memory memory) {
        var rings = new ArrayList<SlogRing>();
        long start = MemoryCalls.PAGE_BYTES;
        for (var buffer : buffers) {
            int bytes = buffer.pages * MemoryCalls.PAGE_BYTES;
            rings.add(new SlogRing(memory.plus((long) rings.size() * SlogRing.CONTROL_BYTES), memory.plus(start), bytes));
            start += bytes;
        }
        return rings;
    }
}
