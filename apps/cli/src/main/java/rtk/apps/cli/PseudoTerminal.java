package rtk.apps.cli;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import rtk.apps.scenario.bridge.Outside;

/// A pseudo-terminal of the host, raw: a terminal program opens [#name] and talks with a simulated serial line.
final class PseudoTerminal implements Outside<Byte> {
    private static final int O_RDWR = 2;
    private static final int O_NOCTTY = 0x100;
    private static final int NAME_MAX = 128;
    private static final int TERMIOS_BYTES = 256;
    private static final int CHUNK = 1024;

    private final HostDescriptor master;
    private final int slave; // kept open, so that the terminal stays raw and is there between two visitors
    private final String name;
    private final ArrayDeque<Byte> arrived = new ArrayDeque<>();
    private long dropped;

    PseudoTerminal() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            int fd = (int) HostLibrary.call(arena, "posix_openpt", "ii", O_RDWR | O_NOCTTY);
            HostLibrary.call(arena, "grantpt", "ii", fd);
            HostLibrary.call(arena, "unlockpt", "ii", fd);
            MemorySegment path = arena.allocate(NAME_MAX);
            HostLibrary.call(arena, "ptsname_r", "iipl", fd, path, (long) NAME_MAX);
            name = path.getString(0);
            slave = (int) HostLibrary.call(arena, "open", "ipi", arena.allocateFrom(name), O_RDWR | O_NOCTTY);
            MemorySegment termios = arena.allocate(TERMIOS_BYTES);
            HostLibrary.call(arena, "tcgetattr", "iip", slave, termios);
            HostLibrary.call(arena, "cfmakeraw", "vp", termios);
            HostLibrary.call(arena, "tcsetattr", "iiip", slave, 0, termios);
            master = new HostDescriptor(fd);
        }
    }

    /// Such as `/dev/pts/3`.
    String name() { return name; }

    @Override
    public void send(Byte octet) {
        try {
            if (!master.write(new byte[]{octet})) dropped++;
        } catch (IOException e) {
            dropped++;
        }
    }

    @Override
    public Byte poll(long nowNs) throws IOException {
        if (arrived.isEmpty()) {
            for (byte octet : master.read(CHUNK)) arrived.add(octet);
        }
        return arrived.poll();
    }

    @Override
    public long dropped() { return dropped; }

    @Override
    public void close() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            HostLibrary.call(arena, "close", "ii", slave);
        }
        master.close();
    }
}
