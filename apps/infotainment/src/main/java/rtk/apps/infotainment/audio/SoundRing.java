package rtk.apps.infotainment.audio;

import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.Memory;

/// A stream of frames through shared memory, from one writer to one reader, without locks: each side writes its own count only.
///
/// | offset | bytes | field | written by |
/// |---:|---:|---|---|
/// | 0 | 8 | frames written so far | writer |
/// | 8 | 8 | frames read so far | reader |
/// | 16 | 4 | 1 while the writer means to go on without a gap | writer |
/// | 20 | 4 | frames of room that the writer waits for, 0 if it does not | writer; the reader sets 0 when it tells |
/// | 24 | 8 | frames that were missing | reader |
/// | 64 | 4 each | the frames, number `n` at `n` modulo the capacity | writer |
final class SoundRing {
    private static final int WRITTEN = 0;
    private static final int READ = 8;
    private static final int PLAYING = 16;
    private static final int WANTED = 20;
    private static final int MISSING = 24;
    private static final int FRAMES = 64;

    private final Memory memory;
    private final int capacity;

    /// @param memory the shared memory, mapped, of [#bytes] or more
    /// @param capacity in frames
    SoundRing(Memory memory, int capacity) {
        this.memory = memory;
        this.capacity = capacity;
    }

    /// Bytes of memory that a ring of `capacity` frames needs.
    static int bytes(int capacity) { return FRAMES + capacity * SoundFormat.FRAME_BYTES; }

    int capacity() { return capacity; }

    /// Frames to read. The other side may write nonsense into its counts; this is in 0 to the capacity all the same.
    int available() {
        return (int) Math.clamp(memory.getLong(WRITTEN) - memory.getLong(READ), 0L, (long) capacity);
    }

    int room() { return capacity - available(); }

    boolean isPlaying() { return memory.getInt(PLAYING) != 0; }

    void setPlaying(boolean on) { memory.putInt(PLAYING, on ? 1 : 0); }

    int wanted() { return memory.getInt(WANTED); }

    void setWanted(int frames) { memory.putInt(WANTED, frames); }

    /// Frames that were not there when the reader wanted them, while playing.
    long missing() { return memory.getLong(MISSING); }

    void addMissing(int frames) { memory.putLong(MISSING, missing() + frames); }

    /// Appends as many of the first `count` frames of `from`, after `skip` of them, as there is room for.
    ///
    /// @return how many
    int write(byte[] from, int skip, int count) {
        int taken = Math.min(count, room());
        long written = memory.getLong(WRITTEN);
        int start = (int) Math.floorMod(written, (long) capacity);
        int first = Math.min(taken, capacity - start);
        put(start, from, skip, first);
        put(0, from, skip + first, taken - first);
        memory.putLong(WRITTEN, written + taken);
        return taken;
    }

    /// Takes the next frames, as many as there are, up to `count`, to the start of `into`.
    ///
    /// @return how many
    int read(byte[] into, int count) {
        int taken = Math.min(count, available());
        long read = memory.getLong(READ);
        int start = (int) Math.floorMod(read, (long) capacity);
        int first = Math.min(taken, capacity - start);
        get(start, into, 0, first);
        get(0, into, first, taken - first);
        memory.putLong(READ, read + taken);
        return taken;
    }

    void unmap(KernelCalls k) { k.munmap(memory, bytes(capacity)); }

    private void put(int frame, byte[] from, int skip, int count) {
        if (count == 0) return;
        var part = new byte[count * SoundFormat.FRAME_BYTES];
        System.arraycopy(from, skip * SoundFormat.FRAME_BYTES, part, 0, part.length);
        memory.put(FRAMES + (long) frame * SoundFormat.FRAME_BYTES, part);
    }

    private void get(int frame, byte[] into, int skip, int count) {
        if (count == 0) return;
        var part = new byte[count * SoundFormat.FRAME_BYTES];
        memory.get(FRAMES + (long) frame * SoundFormat.FRAME_BYTES, part);
        System.arraycopy(part, 0, into, skip * SoundFormat.FRAME_BYTES, part.length);
    }
}
