package rtk.apps.infotainment.hmi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// The messages to the screen, numbers little-endian.
///
/// | message | offset | bytes | field |
/// |---|---:|---:|---|
/// | open | 0 | 2 | [#OPEN] |
/// | | 2 | 2 | layer, 0 to 3, higher in front; EBUSY if another process has it |
/// | | 4 | 20 | the event that says that a picture is seen ([rtk.resmgr.EventBytes]) |
/// | | 24 | 2 | length of the name, at most [#NAME_MAX] |
/// | | 26 | | name of the layer, US-ASCII |
/// | post | 0 | 2 | [#POST] |
/// | | 2 | 2 | layer |
/// | | 4 | 4 | picture, 0 for none; the status of the reply is the number of the vertical sync at which it will be seen |
final class ScreenMessages {
    static final int OPEN = 0x630;
    static final int POST = 0x631;
    static final int EVENT = 4;
    static final int NAME_LENGTH = 24;
    static final int NAME = 26;
    static final int NAME_MAX = 16;
    static final int POST_BYTES = 8;
    static final int BYTES_MAX = NAME + NAME_MAX;

    private ScreenMessages() {}

    static byte[] open(int layer, byte[] event, String name) {
        byte[] text = name.getBytes(StandardCharsets.US_ASCII);
        var message = new byte[NAME + text.length];
        view(message).putShort((short) OPEN).putShort((short) layer).put(event).putShort((short) text.length).put(text);
        return message;
    }

    static byte[] post(int layer, int picture) {
        var message = new byte[POST_BYTES];
        view(message).putShort((short) POST).putShort((short) layer).putInt(picture);
        return message;
    }

    static ByteBuffer view(byte[] bytes) { return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN); }
}
