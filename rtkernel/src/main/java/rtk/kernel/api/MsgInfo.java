package rtk.kernel.api;

/// What MsgReceive tells about a message: QNX's `struct _msg_info`. Filled by the kernel; untouched for a pulse.
///
/// Not modelled: `nd` and `srcnd` (there is one node), `type_id`, the flags for foreign byte order.
///
/// Source: [D 29] LR `_msg_info`.
public final class MsgInfo {
    /// Sender.
    public int pid;
    public int tid;
    public int chid;
    /// The server's number for the client process, the same for all its connections to this channel. Never equal to a coid.
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
    /// The client wants to be unblocked (`_NTO_MI_UNBLOCK_REQ`).
    public boolean unblockRequested;
}
