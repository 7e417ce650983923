package rtk.kernel;

import rtk.kernel.api.Memory;
import rtk.kernel.api.SignalInfo;

/// An address in the address space of the running thread. Used by a thread of another process it means that one's memory.
final class Pointer implements Memory {
    private final Kernel kernel;
    private final long address;

    Pointer(Kernel kernel, long address) {
        this.kernel = kernel;
        this.address = address;
    }

    @Override
    public long address() { return address; }

    @Override
    public Memory plus(long offset) { return new Pointer(kernel, address + offset); }

    @Override
    public byte getByte(long offset) { return (byte) load(offset, Byte.BYTES); }

    @Override
    public short getShort(long offset) { return (short) load(offset, Short.BYTES); }

    @Override
    public int getInt(long offset) { return (int) load(offset, Integer.BYTES); }

    @Override
    public long getLong(long offset) { return load(offset, Long.BYTES); }

    @Override
    public void putByte(long offset, byte value) { store(offset, Byte.BYTES, value); }

    @Override
    public void putShort(long offset, short value) { store(offset, Short.BYTES, value); }

    @Override
    public void putInt(long offset, int value) { store(offset, Integer.BYTES, value); }

    @Override
    public void putLong(long offset, long value) { store(offset, Long.BYTES, value); }

    private long load(long offset, int bytes) {
        var loaded = new byte[bytes];
        get(offset, loaded);
        long value = 0;
        for (int i = bytes - 1; i >= 0; i--) value = value << 8 | (loaded[i] & 0xff);
        return value;
    }

    private void store(long offset, int bytes, long value) {
        var stored = new byte[bytes];
        for (int i = 0; i < bytes; i++) stored[i] = (byte) (value >> (8 * i));
        put(offset, stored);
    }

    @Override
    public void get(long offset, byte[] into) { reach(offset, into.length, false).read(address + offset, into); }

    @Override
    public void put(long offset, byte[] from) { reach(offset, from.length, true).write(address + offset, from); }

    /// @return where the bytes are now; comes back only if they may be accessed
    private AddressSpace reach(long offset, int bytes, boolean write) {
        Tcb self = kernel.active.current;
        if (self.killed) throw new Unwind();
        AddressSpace space = self.process.space;
        SignalInfo fault = space.check(address + offset, bytes, write);
        if (fault != null) {
            kernel.signals.fault(self, fault, true);
            SignalInfo again = space.check(address + offset, bytes, write);
            if (again != null) kernel.signals.fault(self, again, false);
        }
        return space;
    }
}
