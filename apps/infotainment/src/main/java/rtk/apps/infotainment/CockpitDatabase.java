package rtk.apps.infotainment;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import rtk.board.can.dbc.Dbc;
import rtk.board.can.dbc.DbcException;

/// The shipped CAN database `cockpit.dbc`: a made-up car.
public final class CockpitDatabase {
    /// By this name `--dbc` means the shipped one.
    public static final String NAME = "cockpit.dbc";
    private static final Dbc DATABASE = load();

    private CockpitDatabase() {}

    public static Dbc get() { return DATABASE; }

    private static Dbc load() {
        try (InputStream in = CockpitDatabase.class.getResourceAsStream(NAME)) {
            return Dbc.parse(NAME, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (DbcException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }
}
