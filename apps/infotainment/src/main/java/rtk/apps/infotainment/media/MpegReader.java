package rtk.apps.infotainment.media;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Finds the frames in the bytes of a file: skips a tag at the start (ID3v2) and whatever else is no frame.
final class MpegReader {
    /// What comes before it is known how long a tag is.
    private static final int TAG_HEADER = 10;
    /// Bytes given at a time, at most.
    static final int CHUNK_MAX = 4_096;

    private byte[] bytes = new byte[2 * CHUNK_MAX];
    private int start;
    private int end;
    private boolean isAtStart = true;
    /// Of a tag.
    private long toSkip;
    private long skipped;

    /// Bytes so far that were in no frame.
    long skipped() { return skipped; }

    /// @param count at most [#CHUNK_MAX]
    void add(byte[] chunk, int count) {
        if (end + count > bytes.length) {
            System.arraycopy(bytes, start, bytes, 0, end - start);
            end -= start;
            start = 0;
        }
        if (end + count > bytes.length) bytes = Arrays.copyOf(bytes, end + count);
        System.arraycopy(chunk, 0, bytes, end, count);
        end += count;
    }

    /// @return the next frame, taken out; null if more bytes are needed
    MpegFrame next() {
        if (isAtStart && !readTag()) return null;
        for (;;) {
            int skip = (int) Math.min(toSkip, end - start);
            drop(skip);
            toSkip -= skip;
            if (toSkip > 0 || end - start < MpegFrame.HEADER_BYTES) return null;
            var frame = MpegFrame.of(word(start));
            if (frame == null) {
                drop(1);
                continue;
            }
            if (end - start < frame.bytes()) return null;
            start += frame.bytes();
            return frame;
        }
    }

    private boolean readTag() {
        if (end - start < TAG_HEADER) return false;
        isAtStart = false;
        if (bytes[start] == 'I' && bytes[start + 1] == 'D' && bytes[start + 2] == '3') {
            // Seven bits of each byte, so that no tag looks like a frame.
            for (int n = 6; n < TAG_HEADER; n++) toSkip = (toSkip << 7) | (bytes[start + n] & 0x7f);
            toSkip += TAG_HEADER;
        }
        return true;
    }

    private void drop(int count) {
        start += count;
        skipped += count;
    }

    private int word(int at) {
        return ByteBuffer.wrap(bytes).getInt(at);
    }
}
