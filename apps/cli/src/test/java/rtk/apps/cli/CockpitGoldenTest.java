package rtk.apps.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One second of the shipped scenario has one digest, however it is run. A change of it changes what users have recorded: say why in the
/// commit.
final class CockpitGoldenTest {
    private static final String DIGEST = "sha256:0446e7e03b3d527dd44ce7e74b4bdba5a2a2a0555498136024713734b55bb5ab";

    @TempDir
    private Path folder;

    @Test
    void theDigestOfTheCockpitIsTheKnownOne() {
        assertEquals(DIGEST, digest("--coroutines", "continuation"));
    }

    @Test
    void theOtherKindOfCoroutineChangesNothing() {
        assertEquals(DIGEST, digest("--coroutines", "virtual-thread"));
    }

    @Test
    void tracingToAFileChangesNothing() {
        assertEquals(DIGEST, digest("--out", folder.toString()));
    }

    @Test
    void pacingChangesNothing() {
        assertEquals(DIGEST, digest("--pace", "2x"));
    }

    private static String digest(String... options) {
        String[] args = new String[options.length + 4];
        System.arraycopy(new String[]{"run", "builtin:cockpit", "--duration", "1s"}, 0, args, 0, 4);
        System.arraycopy(options, 0, args, 4, options.length);
        return RunVerbTest.digest(Shell.rtk(args));
    }
}
