package rtk.resmgr.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rtk.kernel.api.Program;
import rtk.kernel.api.ProgramStore;
import rtk.kernel.api.SchedPolicy;

/// The language of boot scripts.
class BootScriptTest {
    private static final ProgramStore STORE = new ProgramStore() {
        @Override
        public Program find(String name) { return names().contains(name) ? (k, args) -> 0 : null; }

        @Override
        public List<String> names() { return List.of("dev-can", "gateway"); }
    };

    private static BootScript.Step only(String line) { return BootScript.parse("boot", line).steps().getFirst(); }

    private static CommandLine command(String line) { return ((BootScript.Start) only(line)).command(); }

    @Test
    void aCommandHasModifiersArgumentsAndRunsInTheBackground() {
        var command = command("[pri=21f cpu=1 sched_aps=media argv0=driver] /proc/boot/dev-can can0 \"two words\" & # comment");

        assertEquals(new Modifiers("driver", 21, SchedPolicy.FIFO, 2, "media"), command.modifiers());
        assertEquals(List.of("can0", "two words"), command.args());
        assertEquals("driver", command.processName());
        assertEquals(true, command.isBackground());
    }

    @Test
    void modifiersOnALineOfTheirOwnHoldForWhatFollowsUnlessTheCommandHasItsOwn() {
        var script = BootScript.parse("boot", """
                dev-can a
                [pri=15]
                dev-can b
                [pri=20r] dev-can c
                [cpu=1]
                dev-can d
                """);

        var attrs = script.steps().stream().map(step -> ((BootScript.Start) step).command().modifiers()).toList();
        assertEquals(List.of(Modifiers.NONE, new Modifiers(null, 15, null, 0, null),
                new Modifiers(null, 20, SchedPolicy.RR, 0, null), new Modifiers(null, 15, null, 2, null)), attrs);
    }

    @Test
    void internalCommandsAreKnown() {
        var script = BootScript.parse("boot", """
                # comment

                waitfor /dev/can0/rx0
                waitfor /dev/ser1 1.5ms
                sched_aps media 30% 5ms
                procmgr_symlink /dev/can0 /dev/vehicle
                reopen 2s /dev/ser1
                display_msg Serial  "driver is" there
                """);

        assertEquals(List.of(new BootScript.WaitFor(3, "/dev/can0/rx0", BootScript.WAIT_NS),
                new BootScript.WaitFor(4, "/dev/ser1", 1_500_000), new BootScript.Partition(5, "media", 30, 5_000_000),
                new BootScript.Link(6, "/dev/can0", "/dev/vehicle"), new BootScript.Reopen(7, "/dev/ser1", 2_000_000_000L),
                new BootScript.Display(8, "Serial driver is there")), script.steps());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '%', textBlock = """
            waitfor                          | b:1:8: found the end of the line, expected a path
            waitfor dev/can0                 | b:1:9: found dev/can0, expected a path that begins with /
            waitfor /dev/can0 5              | b:1:19: found 5, expected a duration with a unit (ns, us, ms, s); write 5s or 5ms
            waitfor /dev/can0 5m             | b:1:19: found 5m, expected a duration with a unit (ns, us, ms, s); write for example 100ms
            waitfor /dev/can0 0.5ns          | b:1:19: found 0.5ns, expected whole nanoseconds
            waitfor /dev/can0 9999999999s    | b:1:19: found 9999999999s, expected at most 146 years
            waitfor /dev/can0 5s 6s          | b:1:22: found 6s, expected the end of the line
            [pri=0] dev-can                  | b:1:6: found 0, expected a priority from 1 to 255 and f, r or o; write for example pri=21f
            [pri=300f] dev-can               | b:1:6: found 300f, expected a priority from 1 to 255 and f, r or o; write for example pri=21f
            [pry=3] dev-can                  | b:1:2: found pry, expected a modifier; did you mean pri?
            [+session] dev-can               | b:1:2: found +session, expected a modifier; +session is not modelled
            [cpu=32] dev-can                 | b:1:6: found 32, expected a whole number from 0 to 31
            [cpu=1 dev-can                   | b:1:1: found [ without an end, expected ]
            dev-can "can0                    | b:1:9: found a quote without an end, expected "
            dev-can & gateway                | b:1:11: found gateway, expected the end of the line
            &                                | b:1:1: found &, expected a program
            PATH=/bin                        | b:1:1: found PATH=/bin, expected a command; environment variables are not modelled; give the program an argument
            [cpu=1] waitfor /x               | b:1:9: found waitfor, expected a program after modifiers; internal commands take none
            sched_aps media 30               | b:1:17: found 30, expected a budget such as 30%
            sched_aps media 130%             | b:1:17: found 130, expected a whole number from 0 to 100
            """)
    void whatIsWrongIsNamedWithItsPlace(String line, String message) {
        var wrong = assertThrows(BootScript.ScriptException.class, () -> BootScript.parse("b", line));

        assertEquals(message, wrong.getMessage());
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
        var wrong = assertThrows(BootScript.ScriptException.class,
                () -> BootScript.parse("b", "waitfor\ndev-can\n[cpu=x] gateway"));

        assertEquals(List.of(1, 3), wrong.problems().stream().map(BootScript.Problem::line).toList());
    }

    @Test
    void aProgramThatIsNotThereIsFoundBeforeItIsStarted() {
        var script = BootScript.parse("b", "dev-can can0 &\n  dev-cam can0 &\nwaitfr /dev/can0\n");

        var wrong = assertThrows(BootScript.ScriptException.class, () -> script.check(STORE));

        assertEquals("""
                b:2:3: found dev-cam, expected a program or an internal command; did you mean dev-can?
                b:3:1: found waitfr, expected a program or an internal command; did you mean waitfor?""", wrong.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev-can can0 &",
        "[pri=21f runmask=0x2 sched_aps=m argv0=x] a.b.C \"\" \"a b\" \"'\\\"\\\\\" \"#&[\""})
    void aCommandIsReadBackFromItsText(String line) {
        var command = CommandLine.parse(line);

        var again = CommandLine.parse(command.toString());

        assertEquals(command.toString(), again.toString());
        assertEquals(command.args(), again.args());
        assertEquals(command.modifiers(), again.modifiers());
    }
}
