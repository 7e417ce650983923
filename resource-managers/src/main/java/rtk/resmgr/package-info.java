/// Resource managers: programs that serve names in the path space, and the libraries on both sides of their messages.
///
/// ## Who talks to whom
/// ```
///   client                    PathManager (pid 1)            resource manager
///   Posix.open ── resolve ──► longest prefix ── pid, chid ─┐
///      ▲ connectAttach ◄──────────────────────────────────┘
///      │ _IO_CONNECT ───────────────────────────────────────► ConnectFunctions.open, an Ocb
///   Posix.read ── _IO_READ ─────────────────────────────────► IoFunctions.read → Reply
/// ```
/// A file descriptor is the number of the connection. What calls cost, in messages:
///
/// | call | messages |
/// |---|---|
/// | `open` | 2, and 1 more for each link on the way or candidate that does not know the path (then 2) |
/// | `stat`, `chmod`, `chown`, `utime` of a path | 2: the second opens, acts and closes |
/// | `unlink`, `rename`, `mknod`, `readlink`, `link`, `mount` | 2 |
/// | whatever takes a descriptor | 1 |
/// | `poll`, `select` of n descriptors | n, and n more if it had to wait |
///
/// ## The messages
/// All numbers little-endian; the first 16 bits are the type. Types of the path manager start at 0x200. QNX's names, our
/// own numbers and layouts ([Messages]).
///
/// | type | name | offset: field | answer |
/// |---:|---|---|---|
/// | 0x100 | `_IO_CONNECT` | 2: u16 subtype; 4: u32 oflag, or mode of mknod; 8: u32 handle of the prefix; 12, 14: u16 lengths; 16: rest of the path; then the extra | by subtype; status 0x7fff0001: the bytes are the path to look up instead |
/// | 0x101 | `_IO_READ` | 4: u32 bytes wanted | status: bytes; the bytes |
/// | 0x102 | `_IO_WRITE` | 4: u32 bytes; 8: the bytes | status: bytes taken |
/// | 0x103 | `_IO_CLOSE` | – | – |
/// | 0x104 | `_IO_DUP` | 4: u32 coid of the descriptor that was duplicated | – |
/// | 0x105 | `_IO_DEVCTL` | 4: u32 command; 8: u32 bytes; 12: the bytes | status: bytes; the bytes |
/// | 0x106 | `_IO_STAT` | – | u32 rights (1 read, 2 write), open count; u64 bytes there to read; u32 mode, uid, gid, links; u64 size, times of access, modification, change in ns |
/// | 0x107 | `_IO_NOTIFY` | 4: u32 action; 8: u32 conditions; 16: u64 items; 24: event ([EventBytes]) | status: conditions true now |
/// | 0x108 | `_IO_PATHCONF` | 4: u32 name | u64 |
/// | 0x109 | `_IO_LSEEK` | 4: u32 whence; 8: u64 offset | u64 offset |
/// | 0x10a | `_IO_CHMOD` | 4: u32 mode | – |
/// | 0x10b | `_IO_CHOWN` | 4: u32 uid; 8: u32 gid; -1 leaves it | – |
/// | 0x10c | `_IO_UTIME` | 8, 16: u64 times of access, modification | – |
/// | 0x10d | `_IO_OPENFD` | 4: u32 coid; 8: u32 oflag | – |
/// | 0x10e | `_IO_FDINFO` | – | u32 oflag, length; u64 offset; the path |
/// | 0x10f, 0x113 | `_IO_LOCK`, `_IO_MSG` | as `_IO_DEVCTL` | by the manager |
/// | 0x110 | `_IO_SPACE` | 8, 16: u64 start, length | – |
/// | 0x111 | `_IO_SHUTDOWN` | 4: u32 how | – |
/// | 0x112 | `_IO_MMAP` | 4: u32 protection; 8: u64 offset | by the manager |
/// | 0x114 | `_IO_SYNC` | – | – |
/// | 0x200 | attach | 2: u16 order; 4: u32 chid; 8: u32 handle; 12: u16 length; 16: path | status: number of the prefix |
/// | 0x201 | detach | 4: u32 number of the prefix | – |
/// | 0x202 | resolve | 2: u16 candidate, from 0; 12: u16 length; 16: path | 0: u32 pid; 4: u32 chid; 8: u32 handle; 12: u32 bytes of path matched; or a path, as `_IO_CONNECT` |
/// | 0x203 | list | 4: u32 names to skip; 12: u16 length; 16: path | status: names; the names, each ended by a zero byte |
/// | 0x204 | link | 12, 14: u16 lengths; 16: path; then the target | status: number of the prefix |
///
/// Subtypes of `_IO_CONNECT`: 0 open (extra: u16 mode, with O_CREAT), 1 unlink, 2 rename (new path), 3 mknod (target of a symbolic
/// link), 4 readlink, 5 link (existing path), 6 mount (what), 7 combine and close (an I/O message, and its answer).
///
/// An error is a MsgError with its errno.
///
/// ## A manager of one's own
/// Implement what the device can do of [IoFunctions]; the rest answers as QNX's defaults do. Then attach and run:
///
/// ```java
/// public int main(KernelCalls k, List<String> args) {
///     var manager = new ResourceManager(k);
///     manager.attach(new Attr("/dev/null", true, true), new NullDevice());
///     manager.run();
///     return 0;
/// }
/// ```
package rtk.resmgr;
