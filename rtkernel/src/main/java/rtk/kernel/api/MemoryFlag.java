package rtk.kernel.api;

/// How a memory object is to be opened (`O_…` of shm_open).
public enum MemoryFlag {
    /// Made if it does not exist.
    CREATE,
    /// With CREATE: an error if it exists.
    EXCLUSIVE,
    /// May not be mapped for writing.
    READ_ONLY
}
