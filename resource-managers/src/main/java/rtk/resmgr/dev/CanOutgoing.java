package rtk.resmgr.dev;

import rtk.board.can.CanController;

/// A frame on its way to a mailbox of a [CanController].
///
/// @param control what TX_CTRL is to be, without SEND
/// @param words of data, the first byte in the low bits
@SuppressWarnings("ArrayRecordComponent") // as CanFdRecord
record CanOutgoing(int idWithFlags, int control, int[] words) {
    static CanOutgoing of(CanRecord record) {
        return new CanOutgoing(record.idWithFlags(), record.length(),
                new int[]{Integer.reverseBytes((int) (record.data() >>> 32)),
                    Integer.reverseBytes((int) record.data())});
    }

    static CanOutgoing of(CanFdRecord record) {
        var words = new int[(record.data().length + 3) / 4];
        for (int at = 0; at < record.data().length; at++) words[at / 4] |= (record.data()[at] & 0xff) << (at % 4 * 8);
        return new CanOutgoing(record.idWithFlags(),
                record.data().length | CanController.FDF | (record.bitRateSwitch() ? CanController.BRS : 0), words);
    }
}
