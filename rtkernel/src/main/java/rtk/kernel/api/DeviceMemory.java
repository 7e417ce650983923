package rtk.kernel.api;

/// The registers of a device, mapped into a process. Each access costs the time that the board's cost profile gives, and
/// touches the device at the end of that time.
public interface DeviceMemory {
    /// @param offset in bytes, a multiple of 4
    int read(int offset);

    void write(int offset, int value);
}
