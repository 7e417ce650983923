/// What programs see of the kernel: ordinary blocking Java that reads like the C it stands for.
///
/// A program is a [Program]; its `main` gets the kernel calls of its process as a [KernelCalls] and its arguments. A call
/// that blocks, blocks; a call that fails throws [ErrnoException]; time passes only in `compute`, in kernel calls by their
/// cost, and while blocked. Code between two calls takes no time at all.
///
/// ```java
/// final class Echo implements Program {
///     public int main(KernelCalls k, List<String> args) {
///         int chid = k.channelCreate();
///         var message = new byte[64];
///         var info = new MsgInfo();
///         for (;;) {
///             int rcvid = k.msgReceive(chid, message, info);
///             if (rcvid == 0) continue;                      // a pulse: Pulse.in(message)
///             k.compute(Ns.us(5));
///             k.msgReply(rcvid, 0, message, info.msgLength);
///         }
///     }
/// }
/// ```
///
/// Numbers (`pid`, `tid`, `chid`, `coid`, `rcvid`) are those of QNX: small integers, meaningful in one process, save `pid`.
package rtk.kernel.api;
