package rtk.kernel;

import java.util.List;
import java.util.TreeMap;
import rtk.board.hw.Device;
import rtk.board.hw.DeviceInfo;
import rtk.board.hw.MemoryInfo;
import rtk.board.sim.SimRandom;
import rtk.kernel.api.Ability;
import rtk.kernel.api.CostItem;
import rtk.kernel.api.DeviceMemory;
import rtk.kernel.api.Errno;
import rtk.kernel.api.Memory;
import rtk.kernel.api.MemoryCalls;
import rtk.kernel.api.MemoryFlag;
import rtk.kernel.api.MsgInfo;
import rtk.kernel.api.Protection;
import rtk.kernel.api.SharedMemoryInfo;
import rtk.kernel.api.TypedMemoryFlag;
import rtk.trace.EventKind;
import rtk.trace.KernelCall;

/// Mappings and memory objects.
final class MemoryDoor extends Door implements MemoryCalls {
    /// An object that the process has open: shared memory, or a typed memory area.
    record Opened(MemoryObject shared, PhysicalMemory.Area area, TypedMemoryFlag flag, boolean mayWrite) {
        void release() {
            if (shared != null) shared.release();
        }
    }

    private final AddressSpace space;
    private final MessageDoor messages;
    private final TreeMap<String, MemoryObject> shared;

    MemoryDoor(Kernel kernel, Process process, MessageDoor messages) {
        super(kernel, process);
        this.messages = messages;
        space = process.space;
        shared = kernel.sharedMemory;
    }

    // Mapping.

    @Override
    public Memory mmap(long bytes, Protection protection) {
        check(bytes > 0, Errno.EINVAL, KernelCall.MEMORY_MAP);
        Tcb self = enter(KernelCall.MEMORY_MAP, bytes);
        MemoryObject object = take(kernel.memory.first(), bytes, false, "anonymous");
        if (object == null) exit(self, KernelCall.MEMORY_MAP, Errno.ENOMEM);
        return map(self, object, 0, bytes, true, protection);
    }

    @Override
    public Memory mmap(long bytes, Protection protection, int object, long offset) {
        check(bytes > 0 && offset >= 0 && offset % PAGE_BYTES == 0, Errno.EINVAL, KernelCall.MEMORY_MAP);
        Tcb self = enter(KernelCall.MEMORY_MAP, CostItem.CALL_SERVICE, bytes, offset);
        Opened opened = process.memoryObjects.get(object);
        if (opened == null) exit(self, KernelCall.MEMORY_MAP, Errno.EBADF);
        if (opened.shared == null) return mapTyped(self, opened, bytes, protection, offset);
        boolean allowed = opened.mayWrite || protection != Protection.READ_WRITE;
        if (!allowed) exit(self, KernelCall.MEMORY_MAP, Errno.EACCES);
        return map(self, opened.shared, offset, bytes, opened.mayWrite, protection);
    }

    private Memory mapTyped(Tcb self, Opened opened, long bytes, Protection protection, long offset) {
        boolean takes = opened.flag != TypedMemoryFlag.MAP_ALLOCATABLE;
        long whole = AddressSpace.wholePages(bytes);
        if (!takes && !opened.area.has(offset, whole)) exit(self, KernelCall.MEMORY_MAP, Errno.ENXIO);
        if (!takes && !process.abilities.has(Ability.MEM_PHYS, offset)) exit(self, KernelCall.MEMORY_MAP, Errno.EPERM);
        if (takes && offset != 0) exit(self, KernelCall.MEMORY_MAP, Errno.EINVAL);
        boolean contiguous = opened.flag == TypedMemoryFlag.ALLOCATE_CONTIG;
        MemoryObject object = takes
                ? take(opened.area, bytes, contiguous, opened.area.info.name())
                : new MemoryObject(kernel.memory, opened.area.info.name(), pages(offset, whole), false);
        if (object == null) exit(self, KernelCall.MEMORY_MAP, Errno.ENOMEM);
        return map(self, object, 0, bytes, true, protection);
    }

    private static long[] pages(long address, long bytes) {
        var pages = new long[(int) (bytes / PAGE_BYTES)];
        for (int i = 0; i < pages.length; i++) pages[i] = address + (long) i * PAGE_BYTES;
        return pages;
    }

    /// @return null if there is not so much
    private MemoryObject take(PhysicalMemory.Area area, long bytes, boolean contiguous, String name) {
        if (bytes > area.info.bytes()) return null;
        long[] pages = area.take((int) (AddressSpace.wholePages(bytes) / PAGE_BYTES), contiguous);
        return pages == null ? null : new MemoryObject(kernel.memory, name, pages, true);
    }

    private Memory map(Tcb self, MemoryObject object, long offset, long bytes, boolean mayWrite, Protection protection) {
        AddressSpace.Region region = space.map(object, offset, AddressSpace.wholePages(bytes), mayWrite, protection);
        kernel.world.emit(EventKind.MEMORY_MAPPED, process.number, region.start, region.end - region.start,
                protection == Protection.READ_WRITE ? 3 : protection.ordinal(), kernel.world.text(object.name));
        exit(self, KernelCall.MEMORY_MAP, Errno.EOK);
        return new Pointer(kernel, region.start);
    }

    @Override
    public void munmap(Memory from, long bytes) {
        check(from.address() % PAGE_BYTES == 0 && bytes > 0, Errno.EINVAL, KernelCall.MEMORY_UNMAP);
        Tcb self = enter(KernelCall.MEMORY_UNMAP, CostItem.CALL_SERVICE, from.address(), bytes);
        long end = from.address() + AddressSpace.wholePages(bytes);
        for (AddressSpace.Region region : space.unmap(from.address(), end)) {
            kernel.world.emit(EventKind.MEMORY_UNMAPPED, process.number, region.start, region.end - region.start);
        }
        exit(self, KernelCall.MEMORY_UNMAP, Errno.EOK);
    }

    @Override
    public void mprotect(Memory from, long bytes, Protection protection) {
        check(from.address() % PAGE_BYTES == 0 && bytes > 0, Errno.EINVAL, KernelCall.MEMORY_PROTECT);
        Tcb self = enter(KernelCall.MEMORY_PROTECT, CostItem.CALL_SERVICE, from.address(), bytes);
        long length = AddressSpace.wholePages(bytes);
        List<AddressSpace.Region> regions = space.cut(from.address(), from.address() + length);
        long mapped = 0;
        boolean allowed = true;
        for (AddressSpace.Region region : regions) {
            mapped += region.end - region.start;
            allowed &= region.mayWrite || protection != Protection.READ_WRITE;
        }
        Errno errno = mapped < length ? Errno.ENOMEM : allowed ? Errno.EOK : Errno.EACCES;
        if (errno == Errno.EOK) AddressSpace.protect(regions, protection);
        exit(self, KernelCall.MEMORY_PROTECT, errno);
    }

    @Override
    public Memory pointer(long address) { return new Pointer(kernel, address); }

    @Override
    public long memOffset(Memory from) {
        Tcb self = enter(KernelCall.MEMORY_CTL, from.address());
        long physical = space.physical(from.address());
        if (physical < 0) exit(self, KernelCall.MEMORY_CTL, Errno.EFAULT);
        return exit(self, KernelCall.MEMORY_CTL, physical);
    }

    // Objects.

    @Override
    public int shmOpen(String name, MemoryFlag... flags) {
        List<MemoryFlag> chosen = List.of(flags);
        Tcb self = enter(KernelCall.MEMORY_OPEN);
        MemoryObject object = shared.get(name);
        boolean creates = chosen.contains(MemoryFlag.CREATE);
        if (object == null && !creates) exit(self, KernelCall.MEMORY_OPEN, Errno.ENOENT);
        if (object != null && creates && chosen.contains(MemoryFlag.EXCLUSIVE)) {
            exit(self, KernelCall.MEMORY_OPEN, Errno.EEXIST);
        }
        if (object == null) {
            object = new MemoryObject(kernel.memory, name, new long[0], true);
            object.use();
            shared.put(name, object);
        }
        object.use();
        var opened = new Opened(object, null, null, !chosen.contains(MemoryFlag.READ_ONLY));
        return (int) exit(self, KernelCall.MEMORY_OPEN, process.memoryObjects.add(opened));
    }

    @Override
    public void ftruncate(int object, long bytes) {
        check(bytes >= 0, Errno.EINVAL, KernelCall.MEMORY_CTL);
        Tcb self = enter(KernelCall.MEMORY_CTL, CostItem.CALL_SERVICE, object, bytes);
        Opened opened = process.memoryObjects.get(object);
        boolean may = opened != null && opened.shared != null && opened.mayWrite;
        if (!may) exit(self, KernelCall.MEMORY_CTL, Errno.EBADF);
        boolean fits = bytes <= kernel.memory.first().info.bytes()
                && opened.shared.resize(bytes);
        exit(self, KernelCall.MEMORY_CTL, fits ? Errno.EOK : Errno.ENOMEM);
    }

    @Override
    public void shmUnlink(String name) {
        Tcb self = enter(KernelCall.MEMORY_UNLINK);
        MemoryObject object = shared.remove(name);
        if (object != null) object.release();
        exit(self, KernelCall.MEMORY_UNLINK, object == null ? Errno.ENOENT : Errno.EOK);
    }

    @Override
    public List<SharedMemoryInfo> sharedMemory() {
        return shared.entrySet().stream().map(entry -> new SharedMemoryInfo(entry.getKey(), entry.getValue().bytes())).toList();
    }

    @Override
    public int typedMemOpen(String name, TypedMemoryFlag flag) {
        Tcb self = enter(KernelCall.MEMORY_OPEN);
        PhysicalMemory.Area area = kernel.memory.named(name);
        if (area == null) exit(self, KernelCall.MEMORY_OPEN, Errno.ENOENT);
        return (int) exit(self, KernelCall.MEMORY_OPEN, process.memoryObjects.add(new Opened(null, area, flag, true)));
    }

    @Override
    public void memoryClose(int object) {
        Tcb self = enter(KernelCall.MEMORY_CTL, object);
        Opened opened = process.memoryObjects.get(object);
        if (opened != null) {
            process.memoryObjects.remove(object);
            opened.release();
        }
        exit(self, KernelCall.MEMORY_CTL, opened == null ? Errno.EBADF : Errno.EOK);
    }

    // The system page and devices.

    @Override
    public List<DeviceInfo> systemPage() { return kernel.board.systemPage(); }

    @Override
    public SimRandom entropy(String stream) { return kernel.world.random("entropy/" + kernel.board.name() + "/" + stream); }

    @Override
    public List<MemoryInfo> memoryPage() { return kernel.board.memory(); }

    @Override
    public DeviceMemory mapDevice(long address) {
        checkAbility(Ability.MEM_PHYS, address, KernelCall.MEMORY_MAP);
        Tcb self = enter(KernelCall.MEMORY_MAP, address);
        Device device = kernel.board.deviceAt(address);
        exit(self, KernelCall.MEMORY_MAP, device == null ? Errno.ENXIO : Errno.EOK);
        return new DeviceRegisters(kernel, device);
    }

    // Messages from and into memory.

    @Override
    public int msgSend(int coid, Memory message, int length, Memory reply, int replyLength) {
        byte[] sent = readable(message, length, Errno.EFAULT, KernelCall.MSG_SEND);
        byte[] replied = writable(reply, replyLength, KernelCall.MSG_SEND);
        int status = messages.msgSend(coid, sent, length, replied);
        store(reply, replied, replyLength, KernelCall.MSG_SEND);
        return status;
    }

    @Override
    public int msgReceive(int chid, Memory buffer, int length, MsgInfo info) {
        byte[] received = writable(buffer, length, KernelCall.MSG_RECEIVE);
        int rcvid = messages.msgReceive(chid, received, info);
        store(buffer, received, length, KernelCall.MSG_RECEIVE);
        return rcvid;
    }

    @Override
    public void msgReply(int rcvid, int status, Memory reply, int length) {
        messages.msgReply(rcvid, status, readable(reply, length, Errno.ESRVRFAULT, KernelCall.MSG_REPLY), length);
    }

    private byte[] readable(Memory from, int length, Errno errno, KernelCall call) {
        check(length >= 0 && space.check(from.address(), length, false) == null, errno, call);
        var bytes = new byte[length];
        space.read(from.address(), bytes);
        return bytes;
    }

    /// @return what is there now
    private byte[] writable(Memory to, int length, KernelCall call) {
        check(length >= 0 && space.check(to.address(), length, true) == null, Errno.EFAULT, call);
        return readable(to, length, Errno.EFAULT, call);
    }

    private void store(Memory to, byte[] bytes, int length, KernelCall call) {
        check(space.check(to.address(), length, true) == null, Errno.EFAULT, call);
        space.write(to.address(), bytes);
    }
}
