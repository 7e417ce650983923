package rtk.apps.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

final class CanDecodeVerbTest {
    @TempDir
    Path directory;

    private String decode(String database, String log, String... options) throws IOException {
        Path dbc = Files.writeString(directory.resolve("d.dbc"), database);
        var words = new java.util.ArrayList<>(java.util.List.of("can", "decode", "-", "--dbc", dbc.toString()));
        words.addAll(java.util.List.of(options));
        Shell shell = Shell.rtkReading(log, words.toArray(String[]::new));
        assertEquals(0, shell.exitCode(), shell.err());
        return shell.out();
    }

    private static final String ENGINE = """
            BO_ 2364540158 EEC1: 8 A
             SG_ Speed : 24|16@1+ (0.125,0) [0|8031.875] "rpm" B
            """;

    /// 0x2580 × 0.125 rpm = 1200 rpm. The database has the source address 254, the frame 0.
    @Test
    void messagesOfJ1939AreFoundWhoeverSendsThem() throws IOException {
        String log = "(1.000000) can0 0CF00400#0000008025000000\n";

        assertEquals("", decode(ENGINE, log));
        assertEquals("(1.000000) can0 EEC1 Speed=1200rpm\n", decode(ENGINE, log, "--j1939"));
        assertEquals("(1.000000) can0 EEC1 Speed=1200rpm\n", decode(ENGINE + "BA_DEF_DEF_ \"VFrameFormat\" \"J1939PG\";\n", log));
    }

    /// A ship's position from a recorded bus: 27 bytes in four frames.
    @Test
    void aFastPacketIsDecodedWhenItIsWhole() throws IOException {
        String database = """
                BO_ 2448953086 AIS: 27 A
                 SG_ Mmsi : 8|32@1+ (1,0) [0|0] "" B
                 SG_ Longitude : 40|32@1- (0.0000001,0) [0|0] "deg" B
                 SG_ Latitude : 72|32@1- (0.0000001,0) [0|0] "deg" B
                """;
        String log = """
                (1.0) can0 11F80E01#001B014875520EF0
                (1.1) can0 11F80E01#2102A00DC0A3A616
                (1.2) can0 11F80E01#201B014875520EF0
                (1.3) can0 11F80E01#2102A00DC0A3A616
                (1.4) can0 11F80E01#220C2ACBE301DB80
                (1.5) can0 11F80E01#230065C6000000FE
                """;

        // By hand: 0x0da002f0 and 0x16a6a3c0. gpsd has the same ship at 22.8590317, 38.0019633, in steps of a ten-thousandth of a minute.
        assertEquals("(1.500000) can0 AIS Mmsi=240285000 Longitude=22.859032deg Latitude=38.0019648deg\n",
                decode(database, log, "--j1939"));
    }

    @Test
    void aMessageOfTheTransportProtocolIsDecodedWhenItIsWhole() throws IOException {
        String database = "BO_ 2566834942 DM1: 10 A\n SG_ Last : 72|8@1+ (1,0) [0|0] \"\" B\n";
        String log = "(1.0) can0 1CECFF00#200A0002FFCAFE00\n(1.1) can0 1CEBFF00#0101020304050607\n(1.2) can0 1CEBFF00#0208090AFFFFFFFF\n";

        assertEquals("(1.200000) can0 DM1 Last=10\n", decode(database, log, "--j1939"));
    }

    @Test
    void aFloatThatIsNoNumberIsShownAsSuch() throws IOException {
        String database = "BO_ 1 M: 4 A\n SG_ F : 0|32@1- (1,0) [0|0] \"\" B\nSIG_VALTYPE_ 1 F : 1;\n";
        String log = "(1.0) can0 001#0000C07F\n(2.0) can0 001#0000803F\n";

        assertEquals("(1.000000) can0 M F=nan\n(2.000000) can0 M F=1\n", decode(database, log));
        assertEquals("null",
                JsonMapper.shared().readTree(decode(database, log, "--json")).get(0).get("signals").get("F").toString());
    }
}
