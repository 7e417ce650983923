package rtk.apps.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class CommandLineTest {
    @Test
    void versionNamesTheContract() {
        Shell shell = Shell.rtk("--version");

        assertEquals(0, shell.exitCode());
        assertTrue(shell.out().contains("contract 1"), shell.out());
    }

    @Test
    void anUnknownOptionIsAnsweredWithTheNearestOne() {
        Shell shell = Shell.rtk("can", "bits", "--jsno", "123#");

        assertEquals(2, shell.exitCode());
        assertTrue(shell.err().contains("--jsno") && shell.err().contains("did you mean: --json"), shell.err());
        assertEquals("", shell.out());
    }

    @Test
    void anUnknownVerbIsAnsweredWithTheNearestOne() {
        Shell shell = Shell.rtk("completoin");

        assertEquals(2, shell.exitCode());
        assertTrue(shell.err().contains("did you mean: completion"), shell.err());
    }

    @Test
    void noVerbIsAUsageError() {
        assertEquals(2, Shell.rtk().exitCode());
        assertEquals(2, Shell.rtk("can").exitCode());
    }

    @Test
    void completionIsAScriptThatKnowsTheVerbs() {
        Shell shell = Shell.rtk("completion");

        assertEquals(0, shell.exitCode());
        assertTrue(shell.out().contains("bits") && shell.out().contains("complete -F"), shell.out());
    }

    @Test
    void helpIsAResultAndGoesToStandardOutput() {
        Shell shell = Shell.rtk("can", "bits", "--help");

        assertEquals(0, shell.exitCode());
        assertTrue(shell.out().contains("--wave"), shell.out());
        assertEquals("", shell.err());
    }

    @Test
    void noFailureShowsAStackTraceUnlessAsked() {
        Shell shell = Shell.rtk("can", "bits", "xyz");

        assertEquals(2, shell.exitCode());
        assertFalse(shell.err().contains("\tat "), shell.err());
    }
}
