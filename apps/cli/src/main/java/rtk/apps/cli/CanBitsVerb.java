package rtk.apps.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import rtk.board.can.CanFrame;
import rtk.board.can.FrameBits;

/// `rtk can bits`: how long frames are on the wire, bit by bit.
@Command(name = "bits", description = {"Exact bits of CAN frames on the wire, from SOF to the last bit of EOF.",
    "FRAME: 123#DEADBEEF, 12345678#00, 123#R4 (remote), 123##1AABB (FD); - reads standard input."})
final class CanBitsVerb implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "FRAME", arity = "1..*", description = "Frames in candump notation, or - for standard input.")
    private List<String> frames = List.of();

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Option(names = "--wave", description = "Adds the bits on the wire, 0 dominant.")
    private boolean wave;

    CanBitsVerb(Console console) { this.console = console; }

    @Override
    public Integer call() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (String frame : frames) {
            if (frame.equals("-")) {
                addInput(rows);
            } else {
                rows.add(row(frame, "frame " + frame));
            }
        }
        if (json) {
            console.line("%s", Json.of(rows));
        } else {
            table(rows);
        }
        return ExitCode.OK;
    }

    private void addInput(List<Map<String, Object>> rows) {
        int number = 0;
        for (String line : console.inputLines()) {
            number++;
            if (!line.isBlank()) {
                rows.add(row(line.strip(), "-:" + number + ": frame " + line.strip()));
            }
        }
    }

    private Map<String, Object> row(String notation, String place) {
        CanFrame frame;
        try {
            frame = CanFrame.parse(notation);
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, place + ": " + e.getMessage());
        }
        FrameBits bits = FrameBits.of(frame);
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("frame", notation);
        row.put("extended", frame.isExtended());
        row.put("fd", frame.isFd());
        row.put("brs", frame.isBrs());
        row.put("dlc", frame.dlc());
        row.put("crc", String.format(Locale.ROOT, "0x%X", bits.crc()));
        row.put("stuffBits", bits.stuffBits());
        row.put("fixedStuffBits", bits.fixedStuffBits());
        row.put("nominalBits", bits.nominalBits());
        row.put("dataBits", bits.dataBits());
        row.put("bits", bits.bits());
        row.put("worstCaseBits", bits.worstCaseBits());
        if (wave) {
            row.put("wave", bits.wave());
        }
        return row;
    }

    private void table(List<Map<String, Object>> rows) {
        int width = rows.stream().mapToInt(row -> row.get("frame").toString().length()).max().orElse(5);
        String format = "%-" + Math.max(width, 5) + "s  %4s  %-8s  %5s  %5s  %7s  %4s  %4s  %5s";
        console.line(format, "frame", "dlc", "crc", "stuff", "fixed", "nominal", "data", "bits", "worst");
        for (Map<String, Object> row : rows) {
            console.line(format, row.get("frame"), row.get("dlc"), row.get("crc"), row.get("stuffBits"),
                    row.get("fixedStuffBits"),
                    row.get("nominalBits"), row.get("dataBits"), row.get("bits"), row.get("worstCaseBits"));
            if (wave) {
                console.line("  %s", row.get("wave"));
            }
        }
    }
}
