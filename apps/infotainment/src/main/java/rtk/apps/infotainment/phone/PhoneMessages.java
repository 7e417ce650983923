package rtk.apps.infotainment.phone;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The messages to the phone, numbers little-endian: type (4), then for dial the number, US-ASCII. The status of the reply is the state of the call,
/// by [Call.State]. Errors: EBUSY not in this state of the call; EINVAL no number.
final class PhoneMessages {
    static final int STATE = 0x630;
    static final int DIAL = 0x631;
    static final int ANSWER = 0x632;
    static final int HANG_UP = 0x633;
    static final int HEADER = 4;
    static final int NUMBER_MAX = 40;

    private PhoneMessages() {}

    static byte[] of(int type, byte[] text) {
        var message = new byte[HEADER + text.length];
        ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN).putInt(type).put(text);
        return message;
    }

    static int type(byte[] message) { return ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN).getInt(); }
}
