package rtk.board.can;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Candump notation of frames, read and written. Reads bytes, so that a log needs no string per line.
final class FrameNotation {
    private static final String HEX = "0123456789ABCDEF";

    private final byte[] text;
    private final int start;
    private final int end;
    private int at;

    private FrameNotation(byte[] text, int start, int end) {
        this.text = text;
        this.start = start;
        this.end = end;
        at = start;
    }

    static CanFrame parse(String notation) {
        byte[] bytes = notation.getBytes(StandardCharsets.ISO_8859_1);
        return parse(bytes, 0, bytes.length);
    }

    /// Reads `text` from `start` to before `end`; columns count from `start`.
    static CanFrame parse(byte[] text, int start, int end) { return new FrameNotation(text, start, end).frame(); }

    private CanFrame frame() {
        int identifier = 0;
        while (at < end && text[at] != '#') {
            if (at - start >= 8) throw wrong("a '#' after at most 8 hexadecimal digits");
            identifier = identifier << 4 | digit("an identifier of 3 or 8 hexadecimal digits, then '#'");
        }
        int digits = at - start;
        if (digits != 3 && digits != 8) {
            throw new FrameNotationException(1, "found " + (digits == 1 ? "1 digit" : digits + " digits") + " before "
                    + found() + ", expected an identifier of 3 or 8 hexadecimal digits, then '#'");
        }
        boolean extended = digits == 8;
        int max = extended ? CanFrame.EXTENDED_ID_MAX : CanFrame.STANDARD_ID_MAX;
        if (identifier < 0 || identifier > max) {
            throw new FrameNotationException(1,
                    String.format(Locale.ROOT, "found identifier 0x%X, expected at most 0x%X", identifier, max));
        }
        if (at == end) throw wrong("'#'");
        at++;
        if (at < end && text[at] == '#') return fdFrame(identifier, extended);
        if (at < end && (text[at] == 'R' || text[at] == 'r')) return remoteFrame(identifier, extended);
        return classicFrame(identifier, extended);
    }

    private CanFrame classicFrame(int identifier, boolean extended) {
        long data = 0;
        int length = 0;
        while (at < end && text[at] != '_') {
            if (length > 0 && text[at] == '.') at++;
            if (length == 8) throw wrong("the end after 8 data bytes");
            data |= (long) dataByte() << (56 - 8 * length++);
        }
        if (at == end) return CanFrame.classic(identifier, extended, length, data);
        if (length != 8) throw wrong("a length code only after 8 data bytes");
        at++;
        int dlcAt = at;
        int dlc = digit("a length code from 9 to F");
        if (dlc < 9) throw wrongAt(dlcAt, "a length code from 9 to F");
        if (at < end) throw wrong("the end");
        return CanFrame.classicWithDlc(identifier, extended, dlc, data);
    }

    private CanFrame remoteFrame(int identifier, boolean extended) {
        at++;
        int length = 0;
        if (at < end) {
            int lengthAt = at;
            length = digit("a length from 0 to 8");
            if (length > 8) throw wrongAt(lengthAt, "a length from 0 to 8");
        }
        if (at < end) throw wrong("the end");
        return CanFrame.remote(identifier, extended, length);
    }

    private CanFrame fdFrame(int identifier, boolean extended) {
        at++;
        int flagsAt = at;
        int flags = digit("a digit of flags after '##'");
        if (flags > 7) throw wrongAt(flagsAt, "a digit of flags from 0 to 7 (1 BRS, 2 ESI, 4 FDF)");
        byte[] data = new byte[64];
        int length = 0;
        while (at < end) {
            if (length > 0 && text[at] == '.') at++;
            if (length == 64) throw wrong("the end after 64 data bytes");
            data[length++] = (byte) dataByte();
        }
        if (CanFrame.fdDlc(length) < 0) {
            throw new FrameNotationException(flagsAt - start + 2,
                    "found " + length + " data bytes, expected 0–8, 12, 16, 20, 24, 32, 48 or 64");
        }
        return CanFrame.fd(identifier, extended, (flags & 1) != 0, (flags & 2) != 0, java.util.Arrays.copyOf(data, length));
    }

    private int dataByte() {
        int high = digit("two hexadecimal digits of a data byte");
        return high << 4 | digit("the second hexadecimal digit of a data byte");
    }

    private int digit(String expected) {
        int value = at < end ? Character.digit(text[at], 16) : -1;
        if (value < 0) throw wrong(expected);
        at++;
        return value;
    }

    private FrameNotationException wrong(String expected) { return wrongAt(at, expected); }

    private FrameNotationException wrongAt(int where, String expected) {
        at = where;
        return new FrameNotationException(where - start + 1, "found " + found() + ", expected " + expected);
    }

    private String found() { return found(text, at, end); }

    /// The byte at `at`, for a message.
    static String found(byte[] text, int at, int end) {
        if (at >= end) return "the end";
        int c = text[at] & 0xff;
        return c > 0x20 && c < 0x7f ? "'" + (char) c + "'" : c == ' ' ? "a blank" : String.format(Locale.ROOT, "byte 0x%02x", c);
    }

    static String text(CanFrame frame) {
        var text = new StringBuilder();
        int digits = frame.isExtended() ? 8 : 3;
        for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) text.append(HEX.charAt(frame.identifier() >>> shift & 15));
        text.append('#');
        if (frame.isRemote()) return text.append('R').append(frame.length()).toString();
        if (frame.isFd()) text.append('#').append((frame.isBrs() ? 1 : 0) + (frame.isEsi() ? 2 : 0));
        for (int i = 0; i < frame.length(); i++) {
            text.append(HEX.charAt(frame.dataByte(i) >> 4)).append(HEX.charAt(frame.dataByte(i) & 15));
        }
        if (!frame.isFd() && frame.dlc() > 8) text.append('_').append(HEX.charAt(frame.dlc()));
        return text.toString();
    }
}
