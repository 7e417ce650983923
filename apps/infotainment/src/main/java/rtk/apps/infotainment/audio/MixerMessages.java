package rtk.apps.infotainment.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The messages to the mixer, numbers little-endian.
///
/// | message | offset | bytes | field |
/// |---|---:|---:|---|
/// | open | 0 | 2 | [#OPEN] |
/// | | 2 | 2 | class, by number |
/// | | 4 | 4 | capacity of the ring in frames, [SoundFormat#PERIOD_FRAMES] to [#CAPACITY_MAX] |
/// | | 8 | 20 | the event that says that there is room ([rtk.resmgr.EventBytes]); the status of the reply is the stream's number, its memory object is [#object] |
/// | close | 0 | 2 | [#CLOSE] |
/// | | 4 | 4 | stream |
/// | class | 0 | 2 | [#SET_CLASS] |
/// | | 2 | 2 | class |
/// | | 4 | 4 | stream |
/// | volume | 0 | 2 | [#VOLUME] |
/// | | 2 | 2 | class |
/// | | 4 | 4 | gain in thousandths, 0 to 1000 |
/// | ping | 0 | 2 | [#PING]: an empty answer |
final class MixerMessages {
    static final int OPEN = 0x620;
    static final int CLOSE = 0x621;
    static final int SET_CLASS = 0x622;
    static final int VOLUME = 0x623;
    static final int PING = 0x624;
    static final int EVENT = 8;
    static final int BYTES = 28;
    /// A second of sound.
    static final int CAPACITY_MAX = SoundFormat.RATE_HZ;

    private MixerMessages() {}

    static byte[] of(int type, int soundClass, int value) {
        var message = new byte[BYTES];
        view(message).putShort((short) type).putShort((short) soundClass).putInt(value);
        return message;
    }

    /// Name of the memory object of a stream.
    ///
    /// @param mixer pid
    static String object(int mixer, int stream) { return "/sound-" + mixer + "-" + stream; }

    static ByteBuffer view(byte[] bytes) { return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN); }
}
