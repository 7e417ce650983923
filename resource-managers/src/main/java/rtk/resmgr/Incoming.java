package rtk.resmgr;

import java.util.Arrays;
import rtk.kernel.api.KernelCalls;
import rtk.kernel.api.MsgInfo;
import rtk.kernel.api.SigEvent;

/// A message as a receiving thread has it: the buffer, what the kernel told of it, and where in it the I/O message begins –
/// behind a path if it came as one with the connect message. One per thread, used again for each message.
final class Incoming {
    /// Longest write or devctl taken, in bytes.
    static final int MESSAGE_MAX = 65_536;
    private static final int RECEIVE_BYTES = 2_560;

    final byte[] buffer = new byte[RECEIVE_BYTES];
    final MsgInfo info = new MsgInfo();
    private int start;

    void received() { start = 0; }

    /// Goes on to the I/O message behind the path.
    void combined() { start = Messages.PATH_HEADER + half(12); }

    /// Type of the message, -1 if there is none.
    int type() { return has(2) ? half(0) : -1; }

    /// Are at least `bytes` of the message here?
    boolean has(int bytes) { return info.msgLength - start >= bytes; }

    int half(int offset) { return Messages.view(buffer).getShort(start + offset) & 0xffff; }

    int word(int offset) { return Messages.view(buffer).getInt(start + offset); }

    long quad(int offset) { return Messages.view(buffer).getLong(start + offset); }

    /// @return null if there is none
    SigEvent event(int offset) { return EventBytes.in(buffer, start + offset); }

    /// Number of a descriptor of the client: its process, and the connection there.
    long descriptor(int coid) { return (long) info.scoid << 32 | (coid & 0xffff_ffffL); }

    /// What follows the header, the part that did not fit into the buffer included; null if there is less than the message
    /// says, or more than [#MESSAGE_MAX].
    byte[] payload(KernelCalls k, int rcvid, int header, int nbytes) {
        int from = start + header;
        if (nbytes < 0 || nbytes > MESSAGE_MAX || info.srcMsgLength < from + nbytes || info.msgLength < from) return null;
        if (from + nbytes <= info.msgLength) return Arrays.copyOfRange(buffer, from, from + nbytes);
        var bytes = new byte[nbytes];
        k.msgRead(rcvid, bytes, from);
        return bytes;
    }
}
