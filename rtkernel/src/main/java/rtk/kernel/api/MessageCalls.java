package rtk.kernel.api;

/// Messages and pulses. Part of [KernelCalls], which says what holds for all.
///
/// A message is bytes copied from the one address space to the other; the kernel keeps none of them. What is copied is the smaller
/// of what is offered and what there is room for, without an error. The forms with a `v` take a message in parts ([Iov]).
///
/// A rcvid stands for a message from the receive to the reply. It is made of the sending thread, so the next message of
/// the same thread has the same one: a server that still answers a message whose client has left, answers the next.
/// [ChannelFlag#UNBLOCK] is there to prevent that.
///
/// Costs: call-entry and call-exit; `msg-send`, `msg-receive`, `msg-reply` (also of MsgError), `pulse` or call-service; for the
/// bytes copied `copy-per-kib`, by the thread whose call makes the copy.
public interface MessageCalls {
    /// In place of an errno of [#msgError(int, int)]: why the client wants to be unblocked.
    int UNBLOCK_REASON = -1;
    /// In place of a connection of [#msgRegisterEvent]: any server.
    int ANY_SERVER = -1;
    /// In place of a pulse's priority of [#msgSendPulse].
    int CALLERS_PRIORITY = -1;
    /// In place of a chid of [#msgReceive].
    int NO_CHANNEL = -1;

    /// MsgSend. If a thread is RECEIVE-blocked on the channel, it has the message at once and the caller waits for the reply;
    /// otherwise the caller waits to be received, by priority, then by arrival. Blocks: SEND, REPLY.
    ///
    /// Source: [D 33] LR msgsend.
    ///
    /// @param reply filled from its start as far as the server's reply and its length reach; null for none
    /// @return the status given to MsgReply
    /// @throws ErrnoException EBADF no such connection or its channel is gone; ESRCH the server died, or destroyed the channel,
    ///     during the call; EINTR; ETIMEDOUT; EFAULT a bad buffer; EOVERFLOW parts of 2 GiB or more together; what the server gave
    ///     to MsgError
    int msgSend(int coid, byte[] message, byte[] reply);

    /// MsgSend of the first `length` bytes of `message`.
    int msgSend(int coid, byte[] message, int length, byte[] reply);

    /// MsgSendv.
    int msgSendv(int coid, Iov[] message, Iov[] reply);

    /// MsgReceive. Of what waits, messages and pulses alike, the one of highest priority, equals in order of arrival. Unless
    /// the channel is FIXED_PRIORITY the caller takes over the sender's priority, up or down. Blocks: RECEIVE.
    ///
    /// Source: [D 30] LR msgreceive.
    ///
    /// @param chid or [#NO_CHANNEL]: the caller serves no channel any more, so that no waiting client boosts it; fails with ESRCH
    /// @param buffer at least [Pulse#BYTES] long if pulses may come
    /// @param info filled for a message, untouched for a pulse; may be null
    /// @return rcvid of a message, or 0: `buffer` holds a pulse, see [Pulse#in]
    /// @throws ErrnoException ESRCH no such channel; EINTR; ETIMEDOUT; EFAULT a bad buffer, or a pulse came and `buffer` is too small
    ///     for it: the pulse is lost
    int msgReceive(int chid, byte[] buffer, MsgInfo info);

    /// MsgReceivev.
    int msgReceivev(int chid, Iov[] parts, MsgInfo info);

    /// MsgReply with the first `length` bytes of `reply`. Any thread of the server's process may reply, once, in any order. The
    /// caller keeps the client's priority. Never blocks.
    ///
    /// Source: [D 34] LR msgreply.
    ///
    /// @param status what MsgSend returns
    /// @throws ErrnoException ESRCH the client is not REPLY-blocked on `rcvid` any more; ESRVRFAULT a bad buffer
    void msgReply(int rcvid, int status, byte[] reply, int length);

    /// MsgReply without data.
    void msgReply(int rcvid, int status);

    /// MsgReplyv.
    void msgReplyv(int rcvid, int status, Iov[] parts);

    /// MsgError: the client's MsgSend fails with `errno`; EOK is success without data; ERESTART makes it send again. Never
    /// blocks.
    ///
    /// Source: [D 35] LR msgerror.
    ///
    /// @throws ErrnoException ESRCH as [#msgReply]
    void msgError(int rcvid, Errno errno);

    /// MsgError by number.
    ///
    /// @param error an errno's number, or [#UNBLOCK_REASON] in answer to an UNBLOCK pulse (7.0.1): EINTR or ETIMEDOUT, as it was.
    ///     Without such a pulse the client gets EINVAL, where QNX promises nothing
    void msgError(int rcvid, int error);

    /// MsgRead: the client's message from its byte `offset`. Does not block.
    ///
    /// Source: [D 36] LR msgread.
    ///
    /// @return bytes copied, 0 beyond the end
    /// @throws ErrnoException ESRCH as [#msgReply]; ESRVRFAULT a bad buffer; EFAULT a negative offset
    int msgRead(int rcvid, byte[] buffer, int offset);

    /// MsgReadv.
    int msgReadv(int rcvid, Iov[] parts, int offset);

    /// MsgWrite: into the client's reply buffer at `offset`. Does not block, nor release the client.
    ///
    /// @return bytes copied, 0 beyond the end
    /// @throws ErrnoException as [#msgRead]
    int msgWrite(int rcvid, byte[] bytes, int length, int offset);

    /// MsgWritev.
    int msgWritev(int rcvid, Iov[] parts, int offset);

    /// MsgInfo: fresh information on a message not yet replied to.
    ///
    /// Source: [D 38] LR msginfo.
    ///
    /// @throws ErrnoException ESRCH as [#msgReply]
    void msgInfo(int rcvid, MsgInfo info);

    /// MsgSendPulse. Pulses that are equal in priority, code, value and sender's connection share one entry of the queue with a count;
    /// each is received by itself. Never blocks.
    ///
    /// Source: [D 37, 43] LR msgsendpulse (6.4.1, 7.1).
    ///
    /// @param priority 1 to 255, or [#CALLERS_PRIORITY]; 0 is taken as 1
    /// @param code -128 to 127; negative codes are the system's
    /// @param value of 32 bits in SDP 7.x, of 64 in SDP 8.0; higher bits are cut off
    /// @throws ErrnoException EBADF no such connection, or its channel is gone; EAGAIN no storage; EINVAL a priority or code out of
    ///     range; EPERM a privileged priority
    void msgSendPulse(int coid, int priority, int code, long value);

    /// MsgDeliverEvent: to the client of `rcvid`, as it asked; replied to or not. Never blocks.
    ///
    /// @param rcvid of any message of that client so far; 0 for the calling thread itself
    /// @param event from the client's message, to be treated as opaque
    /// @throws ErrnoException ESRCH that thread is gone; EBADF its process is not connected any more, or the event names a
    ///     connection that is gone; EAGAIN no storage for a pulse; EINVAL an unregistered event where only registered ones are
    ///     delivered ([rtk.kernel.KernelConfig]), or a handle that is gone; EPERM a handle meant for another server
    void msgDeliverEvent(int rcvid, SigEvent event);

    /// MsgRegisterEvent (7.1): the server of `coid` may deliver `event`, and nothing else, by the handle returned.
    ///
    /// @param coid or [#ANY_SERVER]
    /// @return to be given to the server in place of `event`
    /// @throws ErrnoException EBADF no such connection; EINVAL an event that nobody can deliver; EAGAIN too many handles
    SigEvent.Handle msgRegisterEvent(SigEvent event, int coid);

    /// MsgUnregisterEvent (7.1).
    ///
    /// @throws ErrnoException ESRCH no such handle
    void msgUnregisterEvent(SigEvent.Handle handle);
}
