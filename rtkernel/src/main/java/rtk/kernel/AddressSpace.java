package rtk.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import rtk.kernel.api.MemoryCalls;
import rtk.kernel.api.Protection;
import rtk.kernel.api.Signal;
import rtk.kernel.api.SignalInfo;

/// What is mapped where in one process.
final class AddressSpace {
    private static final int PAGE = MemoryCalls.PAGE_BYTES;
    private static final long FIRST_ADDRESS = 0x1000_0000L;

    /// Pages in a row, of one object, with one protection. Cut where munmap and mprotect need it.
    static final class Region {
        final long start;
        final long end;
        final MemoryObject object;
        /// In the object, of its first byte.
        private final long offset;
        final boolean mayWrite;
        private Protection protection;

        Region(long start, long end, MemoryObject object, long offset, boolean mayWrite, Protection protection) {
            this.start = start;
            this.end = end;
            this.object = object;
            this.offset = offset;
            this.mayWrite = mayWrite;
            this.protection = protection;
        }

        private Region part(long from, long until) {
            return new Region(from, until, object, offset + from - start, mayWrite, protection);
        }

        private boolean allows(boolean write) {
            return protection == Protection.READ_WRITE || (!write && protection == Protection.READ);
        }

        private long offsetOf(long address) { return offset + address - start; }
    }

    private final TreeMap<Long, Region> regions = new TreeMap<>();
    private long nextAddress = FIRST_ADDRESS;

    static long wholePages(long bytes) { return (bytes + PAGE - 1) / PAGE * PAGE; }

    // Mappings.

    /// @param bytes whole pages
    Region map(MemoryObject object, long offset, long bytes, boolean mayWrite, Protection protection) {
        var region = new Region(nextAddress, nextAddress + bytes, object, offset, mayWrite, protection);
        nextAddress = region.end + PAGE;
        object.use();
        regions.put(region.start, region);
        return region;
    }

    /// @return what was unmapped
    List<Region> unmap(long start, long end) {
        List<Region> inside = cut(start, end);
        for (Region region : inside) {
            regions.remove(region.start);
            region.object.release();
        }
        return inside;
    }

    /// The regions between two addresses, cut so that they end there.
    List<Region> cut(long start, long end) {
        cutAt(start);
        cutAt(end);
        return new ArrayList<>(regions.subMap(start, end).values());
    }

    private void cutAt(long address) {
        Region region = find(address);
        if (region == null || region.start == address) return;
        regions.put(region.start, region.part(region.start, address));
        regions.put(address, region.part(address, region.end));
        region.object.use();
    }

    static void protect(List<Region> whole, Protection protection) {
        for (Region region : whole) region.protection = protection;
    }

    boolean isEmpty() { return regions.isEmpty(); }

    /// Bytes mapped.
    long bytes() { return regions.values().stream().mapToLong(region -> region.end - region.start).sum(); }

    void unmapAll() { unmap(0, Long.MAX_VALUE); }

    // Access.

    private Region find(long address) {
        Map.Entry<Long, Region> entry = regions.floorEntry(address);
        return entry != null && address < entry.getValue().end ? entry.getValue() : null;
    }

    /// What an access of `bytes` at `address` would come to.
    ///
    /// @return the signal that it deserves, null if it is good
    SignalInfo check(long address, long bytes, boolean write) {
        if (address < 0 || address > Long.MAX_VALUE - bytes) return fault(Signal.SIGSEGV, SignalInfo.SEGV_MAPERR, address);
        for (long at = address; at < address + bytes; at = (at / PAGE + 1) * PAGE) {
            Region region = find(at);
            if (region == null) return fault(Signal.SIGSEGV, SignalInfo.SEGV_MAPERR, at);
            if (!region.allows(write)) return fault(Signal.SIGSEGV, SignalInfo.SEGV_ACCERR, at);
            if (!region.object.has(region.offsetOf(at))) return fault(Signal.SIGBUS, SignalInfo.BUS_ADRERR, at);
            if (region.object.isBroken(region.offsetOf(at))) return fault(Signal.SIGBUS, SignalInfo.BUS_OBJERR, at);
        }
        return null;
    }

    private static SignalInfo fault(int signo, int code, long address) { return new SignalInfo(signo, code, 0, 0, address); }

    /// Loads; the access has been checked.
    void read(long address, byte[] into) {
        for (int done = 0; done < into.length; done += span(address + done, into.length - done)) {
            int count = span(address + done, into.length - done);
            System.arraycopy(page(address + done), (int) ((address + done) % PAGE), into, done, count);
        }
    }

    /// Stores; the access has been checked.
    void write(long address, byte[] from) {
        for (int done = 0; done < from.length; done += span(address + done, from.length - done)) {
            int count = span(address + done, from.length - done);
            System.arraycopy(from, done, page(address + done), (int) ((address + done) % PAGE), count);
        }
    }

    /// Bytes up to the end of the page, but not more than `most`.
    private static int span(long address, int most) { return (int) Math.min(most, PAGE - address % PAGE); }

    private byte[] page(long address) {
        Region region = find(address);
        return region.object.page(region.offsetOf(address));
    }

    /// @return physical address, -1 if nothing is there
    long physical(long address) {
        Region region = find(address);
        boolean there = region != null && region.object.has(region.offsetOf(address));
        return there ? region.object.physical(region.offsetOf(address)) : -1;
    }
}
