package rtk.board.hw;

/// What the system page says of a piece of memory.
///
/// @param name a path, from the general to the particular: `/memory/ram/sysram`
/// @param address first byte, a multiple of 4096
/// @param bytes a multiple of 4096
public record MemoryInfo(String name, long address, long bytes) {
    public MemoryInfo {
        if (!name.startsWith("/")) throw new IllegalArgumentException("the name of a memory begins with /: " + name);
        if (address % 4096 != 0 || bytes <= 0 || bytes % 4096 != 0) {
            throw new IllegalArgumentException(name + ": memory comes in pages of 4096 bytes: " + address + ", " + bytes);
        }
    }
}
