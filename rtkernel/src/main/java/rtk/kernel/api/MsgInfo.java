package rtk.kernel.api;

/// What MsgReceive tells about a message: QNX's `struct _msg_info`. Filled by the kernel; untouched for a pulse.
public final class MsgInfo {
    /// Sender.
    public int pid;
    public int tid;
    public int chid;
    /// The server's number for the client process, the same for all its connections to this channel.
    public int scoid;
    /// The client's connection.
    public int coid;
    /// Bytes received.
    public int msgLength;
    /// Bytes that the client offered.
    public int srcMsgLength;
    /// Bytes that the client can take as a reply.
    public int dstMsgLength;
    /// The sender's priority.
    public int priority;
    /// The client wants to be unblocked.
    public boolean unblockRequested;
}
