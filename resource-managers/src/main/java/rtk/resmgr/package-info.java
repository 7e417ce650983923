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
/// `open` costs two messages, `read`, `write`, `devctl`, `stat`, `dup` and `close` one each. A file descriptor is the number of
/// the connection.
///
/// ## The messages
/// All numbers little-endian; the first 16 bits are the type. Types of the path manager start at 0x200. QNX's names, our
/// own numbers and layouts ([Messages]).
///
/// | type | name | offset: field | answer |
/// |---:|---|---|---|
/// | 0x100 | `_IO_CONNECT` | 2: u16 subtype (0 open); 4: u32 oflag; 8: u32 handle of the prefix; 12: u16 length; 16: rest of the path | – |
/// | 0x101 | `_IO_READ` | 4: u32 bytes wanted | status: bytes; the bytes |
/// | 0x102 | `_IO_WRITE` | 4: u32 bytes; 8: the bytes | status: bytes taken |
/// | 0x103 | `_IO_CLOSE` | – | – |
/// | 0x104 | `_IO_DUP` | 4: u32 coid of the descriptor that was duplicated | – |
/// | 0x105 | `_IO_DEVCTL` | 4: u32 command; 8: u32 bytes; 12: the bytes | status: bytes; the bytes |
/// | 0x106 | `_IO_STAT` | – | 0: u32 rights (1 read, 2 write); 4: u32 open count; 8: u64 bytes there to read |
/// | 0x200 | attach | 4: u32 chid; 8: u32 handle; 12: u16 length; 16: path | status: number of the prefix |
/// | 0x201 | detach | 4: u32 number of the prefix | – |
/// | 0x202 | resolve | 2: u16 candidate, from 0; 12: u16 length; 16: path | 0: u32 pid; 4: u32 chid; 8: u32 handle; 12: u32 bytes of path matched |
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
