package rtk.apps.infotainment.climate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import rtk.apps.infotainment.CockpitDatabase;
import rtk.board.can.dbc.Dbc;
import rtk.board.can.dbc.DbcException;
import rtk.board.can.dbc.Message;
import rtk.resmgr.dev.CanRecord;

/// The shipped CAN database `comfort.dbc`: the messages of the comfort bus.
final class ComfortDatabase {
    private static final String NAME = "comfort.dbc";
    private static final Dbc DATABASE = load();
    static final Message PANEL = DATABASE.message("ClimatePanel");
    static final Message SENSORS = DATABASE.message("ClimateSensors");
    static final Message COMMAND = DATABASE.message("ClimateCommand");

    private ComfortDatabase() {}

    private static Dbc load() {
        try (InputStream in = CockpitDatabase.class.getResourceAsStream(NAME)) {
            return Dbc.parse(NAME, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (DbcException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    static boolean is(CanRecord frame, Message message) {
        return frame.idWithFlags() == message.idWithFlags() && frame.length() >= message.length();
    }

    /// A signal of a frame of `message`, in thousandths of its unit.
    static long milli(CanRecord frame, Message message, String signal) {
        var one = message.signal(signal);
        return one.physicalMilli(one.raw(frame.data()));
    }

    /// Writes frames of one message.
    static final class Writer {
        private final Message message;
        private long data;

        Writer(Message message) { this.message = message; }

        Writer put(String signal, long milli) {
            var one = message.signal(signal);
            data = one.withRaw(data, one.rawOfMilli(milli));
            return this;
        }

        CanRecord frame() { return new CanRecord(message.idWithFlags(), message.length(), 0, data); }
    }
}
