package rtk.resmgr.dev;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import rtk.board.can.ErrorState;

/// How a CAN controller and its driver are, as [CanManager#DCMD_STATUS] answers: what `canctl -i` and `canctl -s` print. In this order, u32 each.
///
/// @param errorState ordinal of an [ErrorState]
/// @param lastError 1 bit, 2 stuff, 3 form, 4 CRC, 5 ACK, 0 none
/// @param transmitErrors the transmit error counter
/// @param receiveErrors the receive error counter
/// @param warnings how often the driver has seen it become error-warning; `passives`, `busOffs` likewise
/// @param overflows frames lost to a full FIFO of the controller
/// @param dropped frames that found the driver's queue full
/// @param rxQueueMax frames that the driver keeps for readers, of each format
/// @param txQueueMax frames that wait for a mailbox
/// @param bitTiming the controller's register BIT_TIMING
/// @param dataTiming the controller's register DATA_TIMING; 0 on a bus without CAN FD
public record CanStatus(int errorState, int lastError, int transmitErrors, int receiveErrors, int warnings, int passives,
        int busOffs, int overflows, int dropped, int rxQueueMax, int txQueueMax, int mailboxes, int filters, int fifoDepth,
        int bitTiming, int dataTiming) {
    public static final int BYTES = 64;

    public static CanStatus in(byte[] bytes) {
        var f = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
        return new CanStatus(f.get(), f.get(), f.get(), f.get(), f.get(), f.get(), f.get(), f.get(), f.get(), f.get(), f.get(),
                f.get(), f.get(), f.get(), f.get(), f.get());
    }

    byte[] bytes() {
        var bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int field : new int[]{errorState, lastError, transmitErrors, receiveErrors, warnings, passives, busOffs, overflows,
            dropped, rxQueueMax, txQueueMax, mailboxes, filters, fifoDepth, bitTiming, dataTiming}) {
            bytes.putInt(field);
        }
        return bytes.array();
    }

    public ErrorState state() { return ErrorState.values()[errorState]; }
}
