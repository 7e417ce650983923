package rtk.kernel;

import java.util.Arrays;
import rtk.kernel.api.MemoryCalls;

/// Pages that can be mapped: anonymous, shared by name, or typed memory. It gives its pages back when nobody uses it any more: no
/// name, nobody who has it open, no mapping.
final class MemoryObject {
    private static final int PAGE = MemoryCalls.PAGE_BYTES;

    /// For the trace.
    final String name;
    private final PhysicalMemory memory;
    private final boolean ownsPages;
    /// Physical addresses.
    private long[] pages;
    private long bytes;
    private int uses;

    /// @param ownsPages they are given back in the end
    MemoryObject(PhysicalMemory memory, String name, long[] pages, boolean ownsPages) {
        this.memory = memory;
        this.name = name;
        this.pages = pages;
        this.ownsPages = ownsPages;
    }

    void use() { uses++; }

    void release() {
        if (--uses > 0 || !ownsPages) return;
        for (long page : pages) memory.free(page);
        pages = new long[0];
    }

    /// Of a shared object: as ftruncate has set them, in whole pages of memory.
    long bytes() { return bytes; }

    /// @return false if there is not so much memory
    boolean resize(long newBytes) {
        int pageCount = (int) (AddressSpace.wholePages(newBytes) / PAGE);
        int before = pages.length;
        if (pageCount > before) {
            long[] more = memory.first().take(pageCount - before, false);
            if (more == null) return false;
            pages = Arrays.copyOf(pages, pageCount);
            System.arraycopy(more, 0, pages, before, more.length);
        } else {
            for (int i = pageCount; i < before; i++) memory.free(pages[i]);
            pages = Arrays.copyOf(pages, pageCount);
        }
        bytes = newBytes;
        return true;
    }

    boolean has(long offset) { return offset / PAGE < pages.length; }

    boolean isBroken(long offset) { return memory.isBroken(pages[(int) (offset / PAGE)]); }

    long physical(long offset) { return pages[(int) (offset / PAGE)] + offset % PAGE; }

    /// The bytes of the page that `offset` lies in.
    byte[] page(long offset) { return memory.page(pages[(int) (offset / PAGE)]); }
}
