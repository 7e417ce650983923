package rtk.kernel.api;

/// A shared memory object that has a name.
///
/// @param bytes as [MemoryCalls#ftruncate] set them
public record SharedMemoryInfo(String name, long bytes) {}
