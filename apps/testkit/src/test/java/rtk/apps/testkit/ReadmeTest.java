package rtk.apps.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The README shows a test that runs.
class ReadmeTest {
    @Test
    void itsExampleIsATest() throws IOException {
        String root = System.getProperty("rtk.root");
        assumeTrue(root != null, "rtk.root, the root of the sources, is not set");
        Path module = Path.of(root, "apps/testkit");
        String test = Files.readString(module.resolve("src/test/java/rtk/apps/testkit/ReadmeExampleTest.java"));
        String example = test.split("    // README\n")[1].stripTrailing().stripIndent();

        assertTrue(Files.readString(module.resolve("README.md")).contains(example), example);
    }
}
