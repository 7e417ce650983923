package rtk.resmgr;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import rtk.kernel.api.Program;

/// How little a manager needs. The README shows it.
class FifteenLinesTest {
    private static final Program UPPER = (k, args) -> {
        var manager = new ResourceManager(k);
        byte[][] last = {{}};
        manager.attach(new Attr("/dev/upper", true, true), new IoFunctions() {
            @Override
            public Reply read(Request request, Ocb ocb, int nbytes) { return new Reply.Data(last[0]); }

            @Override
            public Reply write(Request request, Ocb ocb, byte[] bytes) {
                last[0] = new String(bytes, US_ASCII).toUpperCase(Locale.ROOT).getBytes(US_ASCII);
                return new Reply.Count(bytes.length);
            }
        });
        manager.run();
        return 0;
    };

    @Test
    void aManagerInFifteenLinesIsOpenedWrittenReadPolledAndListed() {
        var log = new ArrayList<String>();
        try (var world = new PathWorld()) {
            world.start("upper", 20, UPPER);
            world.start("client", 10, k -> {
                var posix = new Posix(k);
                int fd = posix.dup(posix.open("/dev/upper", Posix.O_RDWR));
                var buffer = new byte[5];
                log.add("ready " + posix.poll(Poll.FOREVER, new Poll(fd, Poll.POLLOUT)));
                posix.write(fd, "hello".getBytes(US_ASCII), 5);
                log.add(new String(buffer, 0, posix.read(fd, buffer), US_ASCII));
                log.add("mode " + Integer.toOctalString(posix.stat("/dev/upper").mode()));
                log.addAll(posix.list("/dev"));
            });
            world.run(1);
        }

        assertEquals(List.of("ready 1", "HELLO", "mode 20666", "upper"), log);
    }
}
