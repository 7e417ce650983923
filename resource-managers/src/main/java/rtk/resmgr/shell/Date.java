package rtk.resmgr.shell;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import rtk.kernel.api.ClockId;

/// The program `date`: date and time of the board's clock, UTC, to the microsecond. A board whose clock nobody has set begins in 1970.
/// Source: [P] XCU date. Not modelled: setting it, formats.
public final class Date implements Tool {
    @Override
    public String usage() {
        return """
                date
                Prints date and time, UTC.""";
    }

    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

    @Override
    public int run(Streams io, List<String> args) {
        new Arguments(args).end();
        long ns = io.k().clockGettime(ClockId.REALTIME);
        var date = Instant.ofEpochSecond(0, ns).atOffset(ZoneOffset.UTC);
        io.line("%s UTC", FORMAT.format(date));
        return 0;
    }
}
