package rtk.kernel.api;

/// What mmap does with an opened typed memory (`POSIX_TYPED_MEM_…`).
public enum TypedMemoryFlag {
    /// Takes free pages of it.
    ALLOCATE,
    /// Takes free pages of it that lie next to each other.
    ALLOCATE_CONTIG,
    /// Maps what is at the offset, and takes nothing.
    MAP_ALLOCATABLE
}
