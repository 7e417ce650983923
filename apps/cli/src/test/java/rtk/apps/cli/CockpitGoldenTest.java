package rtk.apps.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One second of the shipped scenario has one digest, however it is run. A change of it changes what users have recorded: say why in the
/// commit.
final class CockpitGoldenTest {
    private static final String DIGEST = "sha256:b6e831b3bd244cf728c54127217357b6ef8df5f336799d5b915879eed562fd6b";

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
