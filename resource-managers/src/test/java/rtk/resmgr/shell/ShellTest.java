package rtk.resmgr.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static rtk.resmgr.shell.ShellWorld.answer;

import org.junit.jupiter.api.Test;

/// A person at the console: what is typed and what is shown.
class ShellTest {
    @Test
    void aProgramIsStartedAndItsOutputShown() {
        assertEquals("hello world\n", answer("echo hello   world"));
    }

    @Test
    void quotesKeepWordsTogetherAndVariablesArePutIn() {
        assertEquals("a  b $x 7\n", answer("x=7; echo 'a  b' '$x' \"$x\""));
        assertEquals("a;b \"c\" $\n", answer("echo a\\;b \"\\\"c\\\"\" $ # comment"));
        assertEquals("a b\na  b\n", answer("echo a $none b; echo a \"$none\" b"));
        assertEquals("<v1w>\n", answer("v=1; echo \"<v${v}w>\""));
    }

    @Test
    void statusSaysHowTheLastJobEnded() {
        assertEquals("0\n", answer("echo -n; echo $?"));
        assertEquals("cat: /no: no such file or directory\n1\n", answer("cat /no; echo $?"));
        assertEquals("sh: ehco: not found, did you mean echo?\n127\n", answer("ehco x; echo $?"));
        assertEquals("sleep: found x, expected seconds such as 2 or 0.25, or 250ms\nusage: sleep SECONDS\n2\n",
                answer("sleep x; echo $?"));
    }

    @Test
    void andOrDecideByTheStatusOfTheJobBefore() {
        assertEquals("a\nd\n", answer("echo a && cat /dev/null || echo b; cat /dev/null && echo d"));
        assertEquals("cat: /no: no such file or directory\nb\n", answer("cat /no && echo a || echo b"));
    }

    @Test
    void aLineThatIsNoneIsExplained() {
        assertEquals("sh: no closing '\n", answer("echo 'a"));
        assertEquals("sh: expected a file after >\n", answer("echo a >"));
        assertEquals("sh: expected a command after |\n", answer("echo a |"));
        assertEquals("sh: found ;, expected a command before it\n", answer("echo a ;; echo b"));
    }

    @Test
    void outputGoesIntoFilesAndComesOutOfThem() {
        try (var world = new ShellWorld()) {
            String shown = world.lines(1000, "echo one > /ram/f", "echo two >> /ram/f", "cat < /ram/f", "echo three > /ram/f",
                    "cat /ram/f /ram/none > /ram/g 2>&1", "cat /ram/g", "ls /ram", "echo x > /no/where", "echo $?");

            assertEquals("""
                    # echo one > /ram/f
                    # echo two >> /ram/f
                    # cat < /ram/f
                    one
                    two
                    # echo three > /ram/f
                    # cat /ram/f /ram/none > /ram/g 2>&1
                    # cat /ram/g
                    three
                    cat: /ram/none: no such file or directory
                    # ls /ram
                    f
                    g
                    # echo x > /no/where
                    sh: /no/where: no such file or directory
                    # echo $?
                    1
                    #\s""", shown);
        }
    }

    @Test
    void pipesJoinProgramsAndEndWithThem() {
        assertEquals("through\n", answer("echo through | cat | cat"));
        assertEquals("0\n", answer("echo -n | cat; echo $?"));
        assertEquals("", answer("sleep 1 | echo -n"));
    }

    @Test
    void whatRunsInTheBackgroundIsToldWhenItEnds() {
        try (var world = new ShellWorld()) {
            String shown = world.lines(1500, "sleep 0.5 &", "echo $!", "wait", "echo over", "sleep 9 &", "kill -KILL $!", "echo");

            assertEquals("""
                    # sleep 0.5 &
                    [7]
                    # echo $!
                    7
                    # wait
                    # echo over
                    over
                    # sleep 9 &
                    [10]
                    # kill -KILL $!
                    [10] killed by SIGKILL
                    # echo

                    #\s""", shown);
        }
    }

    @Test
    void intrEndsTheForegroundAndNotTheShell() {
        try (var world = new ShellWorld()) {
            world.at(100, "sleep 99 | cat\r").at(200, "\3").at(300, "echo $?\r").at(400, "half").at(450, "\3").at(500,
                    "echo on\r");
            String shown = world.lines(1000);

            assertEquals("""
                    # sleep 99 | cat
                    ^C
                    # echo $?
                    130
                    # half^C
                    # echo on
                    on
                    #\s""", shown);
        }
    }

    @Test
    void intrEndsACommandFileWithWhatItRuns() {
        try (var world = new ShellWorld()) {
            world.at(100, "sh -c 'sleep 99; echo no'\r").at(200, "\3").at(300, "ps | cat\r");
            String shown = world.lines(1000);

            assertTrue(shown.startsWith("# sh -c 'sleep 99; echo no'\n^C\n# ps"), shown);
            assertTrue(!shown.contains("  sleep"), shown);
        }
    }

    @Test
    void quitKillsAndIsTold() {
        try (var world = new ShellWorld()) {
            world.at(100, "sleep 99\r").at(200, "\34");

            assertEquals("# sleep 99\n^\\\nsh: sleep killed by SIGQUIT\n# ", world.lines(1000));
        }
    }

    @Test
    void endOfFileIsForTheProgramThatReadsAndAtThePromptForTheShell() {
        try (var world = new ShellWorld()) {
            world.at(100, "cat > /ram/x\r").at(200, "typed\r\4").at(300, "cat /ram/x\r").at(400, "\4");
            String shown = world.lines(1000);

            assertEquals("# cat > /ram/x\ntyped\n# cat /ram/x\ntyped\n# \n", shown);
            assertTrue(world.world.kernel.failures().isEmpty());
        }
    }

    @Test
    void exitEndsTheShellWithItsStatus() {
        assertEquals("5\n", answer("sh -c 'exit 5'; echo $?"));
        assertEquals("sh: found 999, expected a number from 0 to 255\n", answer("exit 999"));
    }

    @Test
    void aShellInTheShellHasTheTerminalUntilItEnds() {
        try (var world = new ShellWorld()) {
            world.at(100, "sh\r").at(200, "sleep 9\r").at(300, "\3").at(400, "\4").at(500, "sleep 9\r").at(600, "\3");

            assertEquals("# sh\n# sleep 9\n^C\n# \n# sleep 9\n^C\n# ", world.lines(1000));
        }
    }

    @Test
    void aFileOfCommandsIsDone() {
        assertEquals("a\nb\n", answer("echo 'echo a; echo b' > /ram/s; /ram/s"));
        assertEquals("typed\n", answer("echo cat > /ram/s; echo typed | sh /ram/s"));
        assertEquals("sh: no such file or directory\n1\n", answer("/no/such; echo $?"));
    }

    @Test
    void onSetsPriorityAndPolicy() {
        String shown = answer("on -p 33f sleep 1 & pidin -p sleep");

        assertTrue(shown.contains("sleep                 33f NANOSLEEP"), shown);
        assertEquals("sh: found 999, expected a number from 1 to 255\n", answer("on -p 999 echo"));
        assertEquals("sh: found 1, expected a number from 0 to 0\n", answer("on -C 1 echo"));
    }

    @Test
    void outputThatCannotBeWrittenIsNotTheFaultOfTheInput() {
        assertEquals("cat: output: no space left on device\n1\n", answer("cat /dev/zero > /ram/z; echo $?"));
        assertEquals("141 of a\n", answer("echo 'cat /dev/zero; echo $? of a > /ram/s' | sh | echo -n; sleep 1; cat /ram/s"));
    }

    @Test
    void garbageAndLongLinesDoNotHurtTheShell() {
        try (var world = new ShellWorld()) {
            world.at(100, "\0\1\2\u0080\u00ff\33[A\t|&;<>\r").at(300, "x".repeat(10_000) + "\r").at(2000, "\25echo fine\r");
            String shown = world.lines(3000);

            assertTrue(shown.endsWith("echo fine\nfine\n# "), shown);
        }
    }
}
