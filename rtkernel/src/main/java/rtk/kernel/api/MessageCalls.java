package rtk.kernel.api;

/// Messages and pulses. Part of [KernelCalls], which says what holds for all.
public interface MessageCalls {
    /// MsgSend. Blocks: SEND, REPLY.
    ///
    /// @param reply filled from its start as far as the server's reply and its length reach
    /// @return the status given to MsgReply
    /// @throws ErrnoException EBADF no such connection or its channel is gone; ESRCH the server died; EINTR; ETIMEDOUT;
    ///     what the server gave to MsgError
    int msgSend(int coid, byte[] message, byte[] reply);

    /// MsgSend of the first `length` bytes of `message`.
    int msgSend(int coid, byte[] message, int length, byte[] reply);

    /// MsgReceive. Blocks: RECEIVE.
    ///
    /// @param info filled for a message, untouched for a pulse; may be null
    /// @return rcvid of a message, or 0: `buffer` holds a pulse, see [Pulse#in]
    /// @throws ErrnoException ESRCH no such channel; EFAULT a pulse came and `buffer` is too small for it
    int msgReceive(int chid, byte[] buffer, MsgInfo info);

    /// MsgReply with the first `length` bytes of `reply`.
    ///
    /// @throws ErrnoException ESRCH the client is not REPLY-blocked on `rcvid` any more
    void msgReply(int rcvid, int status, byte[] reply, int length);

    /// MsgReply without data.
    void msgReply(int rcvid, int status);

    /// MsgError: the client's MsgSend fails with `errno`; EOK is success without data; ERESTART makes it send again.
    void msgError(int rcvid, Errno errno);

    /// MsgRead: more of the client's message, from its byte `offset`.
    ///
    /// @return bytes copied
    int msgRead(int rcvid, byte[] buffer, int offset);

    /// MsgWrite: into the client's reply buffer at `offset`.
    ///
    /// @return bytes copied
    int msgWrite(int rcvid, byte[] bytes, int length, int offset);

    /// MsgInfo: fresh information on a message not yet replied to.
    void msgInfo(int rcvid, MsgInfo info);

    /// MsgSendPulse. Never blocks.
    ///
    /// @param priority 1 to 255 or [SigEvent#CALLER]
    void msgSendPulse(int coid, int priority, int code, int value);

    /// MsgDeliverEvent: to the client of `rcvid`, as it asked. Never blocks.
    void msgDeliverEvent(int rcvid, SigEvent event);
}
