package rtk.resmgr.dev;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// How a terminal behaves: POSIX's `struct termios`, as far as `devc-ser` goes by it. Names are POSIX's, and QNX's where POSIX has none;
/// the numbers are ours.
///
/// Not modelled: rates and formats other than what firmware has set (8N1), IGNBRK, BRKINT, IGNPAR, PARMRK, INPCK (a character with an
/// error is passed on as received), SUSP and job control, LNEXT, output delays.
///
/// Source: [P] XBD chapter 11, General Terminal Interface; [D 115] UR devc-*.
public final class Termios {
    // iflag: input modes.
    public static final int ISTRIP = 0x01;
    public static final int INLCR = 0x02;
    public static final int IGNCR = 0x04;
    public static final int ICRNL = 0x08;
    /// STOP and START suspend and resume output.
    public static final int IXON = 0x10;
    /// Any character resumes output.
    public static final int IXANY = 0x20;
    /// Sends STOP when the input buffer is nearly full, and START when there is room again.
    public static final int IXOFF = 0x40;

    // oflag: output modes.
    public static final int OPOST = 0x01;
    public static final int ONLCR = 0x02;

    // cflag: control modes; QNX's.
    /// RTS is taken back while the input buffer is nearly full.
    public static final int IHFLOW = 0x01;
    /// Nothing is sent while CTS is off.
    public static final int OHFLOW = 0x02;

    // lflag: local modes.
    public static final int ISIG = 0x01;
    public static final int ICANON = 0x02;
    public static final int ECHO = 0x04;
    public static final int ECHOE = 0x08;
    public static final int ECHOK = 0x10;
    public static final int ECHONL = 0x20;
    public static final int NOFLSH = 0x40;
    /// Control characters are echoed as `^C`; QNX's.
    public static final int ECHOCTL = 0x80;

    // Places in cc.
    public static final int VINTR = 0;
    public static final int VQUIT = 1;
    public static final int VERASE = 2;
    /// A second ERASE, since terminals disagree on what the key sends; BSD's.
    public static final int VERASE2 = 3;
    public static final int VKILL = 4;
    public static final int VEOF = 5;
    public static final int VEOL = 6;
    public static final int VSTART = 7;
    public static final int VSTOP = 8;
    /// Bytes that a read waits for, if not canonical.
    public static final int VMIN = 9;
    /// Tenths of a second that a read waits, if not canonical.
    public static final int VTIME = 10;
    public static final int NCCS = 11;
    /// In cc: no character has this function (`_POSIX_VDISABLE`).
    public static final int VDISABLE = 0;

    /// Bytes of [#bytes].
    static final int BYTES = 4 * Integer.BYTES + NCCS;

    public int iflag;
    public int oflag;
    public int cflag;
    public int lflag;
    public final byte[] cc = {0x03, 0x1c, 0x7f, 0x08, 0x15, 0x04, VDISABLE, 0x11, 0x13, 1, 0};

    private Termios() {}

    /// Every byte goes through as it is, and a read waits for one: how a serial line is unless its driver is told otherwise.
    public static Termios raw() { return new Termios(); }

    /// What a person at a terminal expects: lines that can be edited, echo, signals.
    public static Termios edit() {
        var termios = new Termios();
        termios.iflag = ICRNL | IXON;
        termios.oflag = OPOST | ONLCR;
        termios.lflag = ISIG | ICANON | ECHO | ECHOE | ECHOK | ECHOCTL;
        return termios;
    }

    boolean input(int flag) { return (iflag & flag) != 0; }

    boolean control(int flag) { return (cflag & flag) != 0; }

    boolean local(int flag) { return (lflag & flag) != 0; }

    /// Has the character `value` the function at `place` of cc?
    boolean isSpecial(int place, int value) { return value != VDISABLE && (cc[place] & 0xff) == value; }

    int count(int place) { return cc[place] & 0xff; }

    byte[] bytes() {
        return ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(iflag).putInt(oflag).putInt(cflag).putInt(lflag)
                .put(cc).array();
    }

    /// @param bytes at least [#BYTES] from `offset` on
    static Termios in(byte[] bytes, int offset) {
        var fields = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(offset);
        var termios = new Termios();
        termios.iflag = fields.getInt();
        termios.oflag = fields.getInt();
        termios.cflag = fields.getInt();
        termios.lflag = fields.getInt();
        fields.get(termios.cc);
        return termios;
    }
}
