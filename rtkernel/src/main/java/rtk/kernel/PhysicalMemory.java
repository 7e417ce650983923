package rtk.kernel;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import rtk.board.hw.MemoryInfo;
import rtk.kernel.api.MemoryCalls;

/// The board's memory, in pages: which are taken, and what is in them.
final class PhysicalMemory {
    private static final int PAGE = MemoryCalls.PAGE_BYTES;

    /// One piece of the system page's memory section.
    static final class Area {
        final MemoryInfo info;
        private final int pageCount;
        private final BitSet taken = new BitSet();
        private final BitSet broken = new BitSet();
        /// Null for a page that was never touched: it is zero.
        private byte[][] contents = new byte[0][];

        Area(MemoryInfo info) {
            this.info = info;
            pageCount = Math.toIntExact(info.bytes() / PAGE);
        }

        /// Takes `count` free pages, the lowest ones.
        ///
        /// @param contiguous next to each other
        /// @return their physical addresses; null if there are not so many
        long[] take(int count, boolean contiguous) {
            int first = contiguous ? firstFreeRun(count) : taken.nextClearBit(0);
            if (first < 0 || pageCount - taken.cardinality() < count) return null;
            var pages = new long[count];
            int page = first;
            for (int i = 0; i < count; i++) {
                page = taken.nextClearBit(page);
                taken.set(page);
                pages[i] = info.address() + (long) page * PAGE;
            }
            return pages;
        }

        private int firstFreeRun(int count) {
            int start = taken.nextClearBit(0);
            while (start + count <= pageCount) {
                int end = taken.nextSetBit(start);
                if (end < 0 || end - start >= count) return start;
                start = taken.nextClearBit(end);
            }
            return -1;
        }

        private void free(long address) {
            int page = number(address);
            taken.clear(page);
            if (page < contents.length) contents[page] = null;
        }

        private byte[] page(long address) {
            int page = number(address);
            if (page >= contents.length) contents = java.util.Arrays.copyOf(contents, Math.min(pageCount, 2 * page + 16));
            if (contents[page] == null) contents[page] = new byte[PAGE];
            return contents[page];
        }

        private int number(long address) { return (int) ((address - info.address()) / PAGE); }

        boolean has(long address, long bytes) {
            return address >= info.address() && bytes <= info.bytes() && address - info.address() <= info.bytes() - bytes;
        }
    }

    private final List<Area> areas = new ArrayList<>();

    PhysicalMemory(List<MemoryInfo> infos) {
        for (MemoryInfo info : infos) areas.add(new Area(info));
    }

    /// Where anonymous and shared memory comes from.
    Area first() { return areas.getFirst(); }

    /// @return the area whose name is `name`, or ends with its components if it does not begin with `/`; null if there is none
    Area named(String name) {
        for (Area area : areas) {
            boolean found = name.startsWith("/") ? area.info.name().equals(name) : area.info.name().endsWith("/" + name);
            if (found) return area;
        }
        return null;
    }

    void free(long address) { areaOf(address).free(address); }

    /// Pages of `name` do not answer any more: who touches them gets SIGBUS.
    ///
    /// @return false if there is no memory of this name, or it is smaller
    boolean fail(String name, long offset, long bytes) {
        Area area = named(name);
        if (area == null || offset < 0 || bytes < 1 || offset > area.info.bytes() - bytes) return false;
        area.broken.set((int) (offset / PAGE), (int) ((offset + bytes - 1) / PAGE) + 1);
        return true;
    }

    /// Is the page at physical `address` one that does not answer?
    boolean isBroken(long address) {
        Area area = areaOf(address);
        return area.broken.get(area.number(address));
    }

    /// The bytes of the page at physical `address`.
    byte[] page(long address) { return areaOf(address).page(address); }

    private Area areaOf(long address) {
        for (Area area : areas) {
            if (area.has(address, 1)) return area;
        }
        throw new AssertionError("no memory at " + Long.toHexString(address));
    }
}
