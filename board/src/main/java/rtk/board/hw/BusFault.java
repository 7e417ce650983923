package rtk.board.hw;

/// No one answers at an address. The kernel turns it into SIGBUS for the thread that touched it.
public final class BusFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BusFault(String device, int offset) {
        super(device + ": no register at offset 0x" + Integer.toHexString(offset), null, false, false);
    }
}
