package rtk.resmgr.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static rtk.resmgr.shell.ShellWorld.answer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rtk.board.sim.Ns;
import rtk.kernel.api.Protection;
import rtk.resmgr.sys.ProcManager;
import rtk.resmgr.sys.Slog;
import rtk.resmgr.sys.SlogManager;

/// The small programs, each by what it says.
class ToolTest {
    @Test
    void lsListsWhatManagersServe() {
        assertEquals("con\nfull\nnull\npipe\nrandom\nzero\n", answer("ls /dev"));
        assertEquals("dev\nram\n", answer("ls"));
        assertEquals("/ram:\n/dev/null\nls: /none: no such file or directory\n", answer("ls /ram /dev/null /none 2>&1"));
    }

    @Test
    void lsShowsKindPermissionsLinksAndSize() {
        assertEquals("-rw-rw-rw-   1        4 f\n", answer("echo abc > /ram/f; ls -l /ram"));
        assertEquals("crw-rw-rw-   1        0 /dev/con\n", answer("ls -l /dev/con"));
    }

    @Test
    void pidinListsThreadsWithWhatTheyWaitFor() {
        assertEquals("""
                     pid tid name                 prio STATE       Blocked
                       1   1 procnto               10f RECEIVE     1
                       2   1 devc-ser              10f RECEIVE     1
                       3   1 pipe                  10f RECEIVE     1
                       4   1 dev-null              10f RECEIVE     1
                       5   1 fs-ram                20f RECEIVE     1
                       6   1 sh                    10f SIGWAITINFO
                       7   1 sleep                 10f NANOSLEEP
                       8   1 cat                   10f REPLY       3
                       9   1 pidin                 10f RUNNING
                """, answer("sleep 99 | cat & pidin").replaceFirst("\\[8]\n", ""));
    }

    @Test
    void pidinTellsWhomDescriptorsLeadTo() {
        assertEquals("""
                     pid name                   fd   server chid name of the server
                       7 pidin                   0        2    1 devc-ser
                       7 pidin                   1        5    1 fs-ram
                       7 pidin                   2        2    1 devc-ser
                       7 pidin                  0s        1    1 procnto
                """, answer("pidin -p pidin fds > /ram/f; cat /ram/f"));
    }

    @Test
    void pidinTellsWhoServesWhichInterrupt() {
        assertEquals("""
                     pid tid name                  irq device     masked serves
                       2   1 devc-ser               32 con             0 event
                """, answer("pidin irqs").replaceAll(" +[0-9]+ con", "               32 con"));
    }

    @Test
    void pidinTellsArgumentsTimesAndMemory() {
        assertEquals("     pid Arguments\n       2 devc-ser con -e\n", answer("pidin -p 2 arg"));
        assertEquals("     pid name                     mapped\n       2 devc-ser                     0k\n",
                answer("pidin mem -p 2"));
        assertTrue(answer("pidin times").contains("       2 devc-ser                  0.000000     0.0%\n"));
        assertTrue(answer("pidin nonsense")
                .startsWith("pidin: found nonsense, expected arg, fds, irqs, mem or times\nusage: pidin"));
    }

    @Test
    void psListsProcessesAndZombies() {
        String shown = answer("sleep 0.1 & sleep 0.2; ps");

        assertTrue(shown.contains("       7        6       0      0.000000  sleep (zombie)\n"), shown);
    }

    @Test
    void slayEndsByNameAndTellsHowMany() {
        assertEquals("[8]\n2\n[7] killed by SIGTERM\n[8] killed by SIGTERM\n",
                answer("sleep 9 | sleep 9 & slay sleep; echo $?"));
        assertEquals("slay: none: no such process\n0\n", answer("slay none; echo $?"));
        assertEquals("slay: found the signal NO, expected a name such as TERM, or 1 to 64\nusage: slay [-s SIGNAL] NAME|PID...\n",
                answer("slay -s NO sleep"));
    }

    @Test
    void aDriverThatIsSlainIsGoneFromTheNamespace() {
        assertEquals("cat: /dev/null: no such file or directory\n", answer("slay dev-null; cat /dev/null"));
        assertEquals("[8]\n0\n", answer("slay dev-null; dev-null & waitfor /dev/null; cat /dev/null; echo $?"));
    }

    @Test
    void killSendsASignalToOneProcess() {
        assertEquals("[7]\n137\n", answer("sleep 9 & kill -9 $!; wait $!; echo $?"));
        assertEquals("kill: 99: no such process\n", answer("kill 99"));
    }

    @Test
    void waitforWaitsForANameAndGivesUp() {
        assertEquals("1\n", answer("waitfor /dev/nothing 0.3 2> /dev/null; echo $?"));
        assertEquals("[7]\n0\n", answer("sh -c 'sleep 1; fs-ram /late' & waitfor /late; echo $?"));
    }

    @ParameterizedTest
    @CsvSource({"0.25,250", "250ms,250", "2s,2000", "1,1000"})
    void sleepTakesSecondsOrAUnit(String text, long ms) { assertEquals(Ns.ms(ms), Arguments.secondsNs(text)); }

    @Test
    void useTellsHowAProgramIsUsed() {
        assertEquals("sleep SECONDS\nWaits, for example 2, 0.25 or 250ms.\n", answer("use sleep"));
        assertEquals("no usage message in pipe\n", answer("use pipe"));
        assertEquals("use: none: no such file or directory\n", answer("use none"));
    }

    @Test
    void everyToolSaysHowItIsUsed() {
        for (var program : ShellWorld.PROGRAMS.entrySet()) {
            if (program.getValue().get() instanceof Tool tool) {
                assertTrue(tool.usage().startsWith(program.getKey()) && tool.usage().lines().count() > 1, program.getKey());
            }
        }
    }

    @Test
    void dateAndUnameTellOfTheBoard() {
        assertTrue(answer("date").startsWith("1970-01-01 00:00:00."));
        assertEquals("rtkernel\nrtkernel board simulated 1-core\n", answer("uname; uname -a"));
    }

    @Test
    void topAndHogsTellWhoTakesTheProcessor() {
        try (var world = new ShellWorld()) {
            world.world.start("hog", 5, k -> {
                k.mmap(8192, Protection.READ_WRITE);
                for (;;) {
                    k.compute(Ns.ms(30));
                    k.sleep(Ns.ms(70));
                }
            });
            String shown = world.lines(5000, "top -d 1 -i 1 -n 1", "hogs -s 1 -i 1");

            shown = shown.replaceAll("0\\.[0-9]{6}", "0.######");
            assertTrue(shown.contains("""
                    8 processes; 8 threads; 1 core; idle and interrupts 70.0%
                         PID NAME                 THREADS   CPU       TIME   MEMORY
                           7 hog                        1 30.0%   0.######       8k
                    """), shown);
            assertTrue(shown.contains("       7 hog                     300.000  30.0%         8k\n\n# "), shown);
        }
    }

    @Test
    void sloginfoPrintsTheSystemLogAndProcTellsOfProcesses() {
        try (var world = new ShellWorld()) {
            world.world.start("slogger2", 20, new SlogManager());
            world.world.start("proc", 20, new ProcManager());
            world.world.start("writer", 11, k -> Slog.register(k).log(Slog.Severity.WARNING, "hot"));
            String shown = world.lines(1000, "sloginfo", "cat /proc/2/cmdline /proc/2/fds", "ls /proc/boot | cat",
                    "ls -l /proc/boot/ls");

            assertTrue(shown.contains("# sloginfo\n0.000000500 writer.9.1 main warning 0 hot\n"), shown);
            assertTrue(shown.contains("devc-ser con -e\n1073741824 1 1\n"), shown);
            assertTrue(shown.contains("# ls /proc/boot | cat\ncat\ndate\n"), shown);
            assertTrue(shown.contains("-r-xr-xr-x   1        0 /proc/boot/ls\n"), shown);
        }
    }
}
