package rtk.board.serial;

/// A null-modem cable between two UARTs: what one sends the other receives, RTS is the other's CTS, DTR its DSR and DCD.
public final class SerialCable {
    private SerialCable() {}

    /// Plugs both ends in; what hung on the UARTs before hangs there no more.
    public static void connect(Uart one, Uart other) {
        one.connect(new End(other));
        other.connect(new End(one));
    }

    private record End(Uart far) implements SerialPeer {
        @Override
        public void receive(int value, SerialFormat sent) { far.receive(value, sent); }

        @Override
        public void lineBreak(boolean low) { far.receiveBreak(low); }

        @Override
        public void modemControl(boolean dtr, boolean rts) { far.modemStatus(rts, dtr, false, dtr); }
    }
}
