package rtk.kernel.api;

import java.util.List;
import rtk.board.hw.DeviceInfo;
import rtk.board.hw.MemoryInfo;
import rtk.board.sim.SimRandom;

/// The address space of the calling process. Part of [KernelCalls], which says what holds for all.
///
/// Memory is mapped in whole pages, at addresses that the kernel chooses (MAP_FIXED does not exist here) and that are not used twice,
/// with a page that is not mapped behind each mapping. Pages are taken from the board's memory when mapped, and are zero.
///
/// A memory object is opened by name; its number is of this process and no file descriptor. Not modelled: that in QNX these calls are
/// messages to the process manager, copy on write, swapping, MAP_LAZY.
public interface MemoryCalls {
    int PAGE_BYTES = 4096;

    /// mmap with MAP_ANON: new memory from the first memory of the system page.
    ///
    /// @param bytes at least 1
    /// @throws ErrnoException EINVAL; ENOMEM not so much left
    Memory mmap(long bytes, Protection protection);

    /// mmap with MAP_SHARED: `bytes` of a memory object, or of typed memory.
    ///
    /// @param object from [#shmOpen] or [#typedMemOpen]
    /// @param offset of the first byte, a multiple of [#PAGE_BYTES]; for typed memory a physical address, and only with
    ///     [TypedMemoryFlag#MAP_ALLOCATABLE]
    /// @throws ErrnoException EBADF no such object; EACCES it is opened for reading only; EINVAL; ENXIO no such memory; ENOMEM not so
    ///     much left
    Memory mmap(long bytes, Protection protection, int object, long offset);

    /// munmap: of all pages from `from` on for `bytes`, whatever is mapped there.
    ///
    /// @throws ErrnoException EINVAL `from` is not the beginning of a page
    void munmap(Memory from, long bytes);

    /// mprotect: of all pages from `from` on for `bytes`.
    ///
    /// @throws ErrnoException EINVAL `from` is not the beginning of a page; ENOMEM not all of it is mapped; EACCES an object opened
    ///     for reading only cannot be written
    void mprotect(Memory from, long bytes, Protection protection);

    /// A pointer to any address, mapped or not.
    Memory pointer(long address);

    /// shm_open. A new object has no bytes. Source: [D 100].
    ///
    /// @return its number
    /// @throws ErrnoException ENOENT there is none; EEXIST there is one
    int shmOpen(String name, MemoryFlag... flags);

    /// ftruncate: the object has `bytes` from now on; what is new is zero, what lies beyond is gone.
    ///
    /// @throws ErrnoException EBADF no shared memory that may be written; ENOMEM not so much left
    void ftruncate(int object, long bytes);

    /// shm_unlink: the name is gone; the object goes when nobody has it open or mapped any more.
    ///
    /// @throws ErrnoException ENOENT
    void shmUnlink(String name);

    /// The objects that have a name, sorted by it: what `/dev/shmem` shows. Spends no time.
    List<SharedMemoryInfo> sharedMemory();

    /// posix_typed_mem_open. Source: [D 101].
    ///
    /// @param name as in the system page if it begins with `/`; otherwise its last components, such as `sysram`
    /// @return number of the object
    /// @throws ErrnoException ENOENT there is none
    int typedMemOpen(String name, TypedMemoryFlag flag);

    /// close of a memory object; its mappings stay.
    ///
    /// @throws ErrnoException EBADF
    void memoryClose(int object);

    /// mem_offset: the physical address behind `from`, for devices that transfer by themselves.
    ///
    /// @throws ErrnoException EFAULT nothing is mapped there
    long memOffset(Memory from);

    /// The hardware section of the system page.
    List<DeviceInfo> systemPage();

    /// Stands for the seed that firmware leaves in the system page: random numbers of this board that are the same in every run
    /// with the same seed. Spends no time.
    ///
    /// @param stream a name that nobody else on the board uses; the same name gives the same numbers again
    SimRandom entropy(String stream);

    /// The memory section of the system page.
    List<MemoryInfo> memoryPage();

    /// mmap_device_io: the registers of the device at `address`.
    ///
    /// @throws ErrnoException ENXIO nothing answers there; EPERM without ability MEM_PHYS
    DeviceMemory mapDevice(long address);

    // Messages from and into memory: a bad address is an errno there, never a signal.

    /// MsgSend of `length` bytes at `message`.
    ///
    /// @throws ErrnoException EFAULT `message` cannot be read, `reply` cannot be written; as [MessageCalls#msgSend]
    int msgSend(int coid, Memory message, int length, Memory reply, int replyLength);

    /// MsgReceive of up to `length` bytes into `buffer`.
    ///
    /// @throws ErrnoException EFAULT `buffer` cannot be written; as [MessageCalls#msgReceive]
    int msgReceive(int chid, Memory buffer, int length, MsgInfo info);

    /// MsgReply with `length` bytes at `reply`.
    ///
    /// @throws ErrnoException ESRVRFAULT `reply` cannot be read; as [MessageCalls#msgReply]
    void msgReply(int rcvid, int status, Memory reply, int length);
}
