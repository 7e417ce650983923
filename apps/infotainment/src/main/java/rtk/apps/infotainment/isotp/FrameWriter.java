package rtk.apps.infotainment.isotp;

import rtk.resmgr.dev.CanRecord;

/// Writes the frames of one end: its identifier, its address byte, its padding.
final class FrameWriter {
    private final IsoTpAddress address;
    private final int padding;
    private long data;
    private int length;

    FrameWriter(IsoTpAddress address, int padding) {
        this.address = address;
        this.padding = padding;
    }

    FrameWriter begin() {
        data = 0;
        length = 0;
        if (address.prefix() == 1) put(address.txByte());
        return this;
    }

    FrameWriter put(int octet) {
        data |= (octet & 0xffL) << (56 - 8 * length++);
        return this;
    }

    /// As many bytes of `message` from `at` on as there are and fit.
    FrameWriter put(byte[] message, int at) {
        for (int n = at; n < message.length && length < Pci.FRAME_BYTES; n++) put(message[n]);
        return this;
    }

    CanRecord frame() {
        while (padding != IsoTpSettings.NO_PADDING && length < Pci.FRAME_BYTES) put(padding);
        return new CanRecord(address.txId(), length, 0, data);
    }
}
