package rtk.apps.scenario.fuzz;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import rtk.apps.infotainment.Nmea;
import rtk.apps.infotainment.NmeaException;
import rtk.apps.scenario.CostProfiles;
import rtk.apps.scenario.ScenarioException;
import rtk.apps.scenario.ScenarioFile;
import rtk.apps.scenario.Simulation;
import rtk.apps.scenario.SourceRoot;
import rtk.board.Board;
import rtk.board.can.CanFrame;
import rtk.board.can.dbc.Dbc;
import rtk.board.can.dbc.DbcException;
import rtk.board.can.dbc.Message;
import rtk.board.can.j1939.FastPackets;
import rtk.board.can.j1939.ParameterGroups;
import rtk.board.can.log.CanLog;
import rtk.board.serial.BurstSource;
import rtk.board.serial.ByteTimedCsv;
import rtk.board.serial.DialogueScript;
import rtk.board.serial.SerialDialogue;
import rtk.board.serial.SerialFormat;
import rtk.board.serial.TimedSentences;
import rtk.board.serial.Uart;
import rtk.board.sim.Ns;
import rtk.board.sim.World;
import rtk.trace.TraceSink;

/// Whatever a file holds, its reader says what is wrong or gives a value.
@Timeout(value = 15, unit = java.util.concurrent.TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ParsersSurviveTest {
    private static final int DAILY = 150;

    private static final String DBC = """
            VERSION "1"
            NS_ :
            BS_:
            BU_: A B
            BO_ 2364540158 EEC1: 8 A
             SG_ Speed : 24|16@1+ (0.125,0) [0|8031.875] "rpm" B
             SG_ Mux M : 0|8@1+ (1,0) [0|0] "" B
             SG_ Part m1M : 15|12@0- (1E+002,-40) [0|0] "" B,A
             SG_ F m2 : 32|32@1- (1,0) [0|0] "" B
            BO_ 100 Fd: 64 A
             SG_ Long : 500|10@1+ (1,0) [0|0] "" B
             SG_ Text : 0|400@1+ (1,0) [0|0] "" B
            CM_ SG_ 100 Long "says";
            BA_DEF_ BO_ "VFrameFormat" ENUM "StandardCAN","ExtendedCAN";
            BA_DEF_DEF_ "VFrameFormat" "J1939PG";
            BA_ "VFrameFormat" BO_ 100 14;
            BA_ "SystemSignalLongSymbol" SG_ 100 Long "Longer";
            VAL_ 100 Long 1 "one" 2 "two" ;
            SIG_VALTYPE_ 2364540158 F : 1;
            SG_MUL_VAL_ 2364540158 F Part 1-3, 5-5;
            """;

    private static List<byte[]> withShared(List<byte[]> examples, String... files) {
        var all = new ArrayList<>(examples);
        for (String file : files) {
            Path path = Path.of(System.getProperty("rtk.shared", "../shared"), "data", file);
            try {
                if (Files.exists(path) && Files.size(path) < 40_000) all.add(Files.readAllBytes(path));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
        return all;
    }

    private static String text(byte[] input) { return new String(input, StandardCharsets.UTF_8); }

    private static void said(String message) { assertFalse(message.isBlank()); }

    private static ByteArrayInputStream in(byte[] input) { return new ByteArrayInputStream(input); }

    @Test
    void databases() {
        var examples = withShared(Fuzzer.texts(DBC), "dbc/cantools-multiplex_2.dbc",
                "dbc/cantools-issue_184_extended_mux_cascaded.dbc",
                "dbc/cantools-floating_point.dbc", "dbc/can-dbc-sample.dbc", "dbc/dbcppp-Test.dbc");
        new Fuzzer("dbc", examples).run(DAILY, input -> {
            Dbc dbc;
            try {
                dbc = Dbc.parse("f", text(input));
            } catch (DbcException e) {
                return;
            }
            byte[] data = java.util.Arrays.copyOf(input, 64);
            for (Message message : dbc.messages()) {
                message.decode(data, (signal, raw) -> {
                    if (!signal.isFinite(raw)) return;
                    signal.physicalMilli(raw);
                    signal.physical(raw).stripTrailingZeros().toPlainString();
                });
                message.decode(0x0123_4567_89ab_cdefL, 8, (signal, raw) -> signal.label(raw));
            }
            dbc.allJ1939().message(0x8cf0_0400);
        });
    }

    private static byte[] pcap() {
        var bytes = ByteBuffer.allocate(24 + 3 * 32).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4).putInt(0).putInt(0).putInt(65535).putInt(227);
        for (int n = 0; n < 3; n++) {
            bytes.putInt(n).putInt(7).putInt(16).putInt(16).order(ByteOrder.BIG_ENDIAN).putInt(0x123 + n).put((byte) 8);
            bytes.put(new byte[3]).putLong(0x0102030405060708L).order(ByteOrder.LITTLE_ENDIAN);
        }
        return bytes.array();
    }

    private static byte[] pcapng() {
        var bytes = ByteBuffer.allocate(28 + 20 + 48).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(0x0a0d0d0a).putInt(28).putInt(0x1a2b3c4d).putShort((short) 1).putShort((short) 0).putLong(-1).putInt(28);
        bytes.putInt(1).putInt(20).putShort((short) 227).putShort((short) 0).putInt(0).putInt(20);
        bytes.putInt(6).putInt(48).putInt(0).putInt(0).putInt(7).putInt(16).putInt(16).order(ByteOrder.BIG_ENDIAN).putInt(0x123);
        bytes.put((byte) 8).put(new byte[3]).putLong(1).order(ByteOrder.LITTLE_ENDIAN).putInt(48);
        return bytes.array();
    }

    private static byte[] packed(String text) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var packer = new GZIPOutputStream(out)) {
            packer.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }

    @Test
    void logs() throws IOException {
        String candump = "(1.000001) can0 123#1122\n(1.5) can1 12345678##311223344\n(2.0) can0 123#R4\n(2.0) can0 20000080#0000000000000000\n";
        List<byte[]> examples = Fuzzer.texts(candump,
                "  can0  123   [2]  11 22\n (1.5)  can0  12345678   [1]  00\n<0x18eeff01> [8] 05 a0\n",
                "date Fri Feb 14 08:51:20 am 2020\nbase hex  timestamps absolute\n  348.1 1 123  Rx d 2 12 34\n 1.0 CANFD 1 Rx 123 1 0 8 8 1 2 3\n",
                ";$FILEVERSION=1.1\n;$STARTTIME=43474.1\n     1)      2.0  Rx         0520  8  04 58 81 C6 F2 82 F6 36 \n",
                ";$FILEVERSION=2.1\n;$COLUMNS=N,O,T,B,I,d,R,L,D\n 1 1.5 DT 1 0300 Rx - 2 00 01\n",
                "Time Stamp,ID,Extended,Dir,Bus,LEN,D1,D2,D3,D4,D5,D6,D7,D8\n166064000,0000021A,false,Rx,0,2,FE,36,\n",
                "TimestampEpoch;BusChannel;ID;IDE;DLC;DataLength;Dir;EDL;BRS;DataBytes\n1581670628.161550;1;123;0;1;1;0;0;0;12\n");
        examples.addAll(List.of(pcap(), pcapng(), packed(candump)));
        String fixture = "can-logs/format-fixtures-css/multiple_CAN.";
        new Fuzzer("logs",
                withShared(examples, fixture + "asc", fixture + "csv", fixture + "log", fixture + "pcap", fixture + "trc"))
                .run(DAILY, input -> {
                    var groups = new ParameterGroups(FastPackets::contains);
                    try (var log = new CanLog("f", in(input), input.length % 2 == 0 ? CanLog.Mode.STRICT : CanLog.Mode.LENIENT,
                            problem -> said(problem.toString()))) {
                        while (log.next()) groups.frame(log.frame());
                    } catch (IOException e) {
                        said(e.getMessage());
                    }
                });
    }

    @Test
    void frames() {
        new Fuzzer("frames", Fuzzer.texts("123#11.22.33", "12345678##3AABBCC", "7FF#R8", "123#1122334455667788_F")).run(DAILY,
                input -> {
                    try {
                        said(CanFrame.parse(text(input)).toString());
                    } catch (IllegalArgumentException e) {
                        said(e.getMessage());
                    }
                });
    }

    @Test
    void recordingsOfSerialLines() {
        var examples = Fuzzer.texts("time,bytes\n1.5ms,41 54\n20ms,\"OK\\r\\n\"\n", "start_us,line,byte_hex\n1.5,a,41\n2,b,42\n",
                "1,00\n5s,ff\n");
        new Fuzzer("csv", examples).run(DAILY,
                input -> drain(new ByteTimedCsv("f", in(input), input.length % 5 == 0 ? "a" : null)));
    }

    @Test
    void sentencesWithTimes() {
        var examples = Fuzzer.texts("$GPGGA,235958.000,4530.7,N,12240.8,W,2*00\n$GPGLL,4530.7,N,12240.8,W,235959.000,A\n",
                "$GPRMC,000001.250,A,,,,,,,260813,,,D*4B\r\n$GPZDA,1\r\n");
        new Fuzzer("sentence-time", examples).run(DAILY, input -> drain(new TimedSentences("f", in(input))));
    }

    private static void drain(BurstSource source) {
        try {
            long lastNs = 0;
            for (var burst = source.next(); burst != null; burst = source.next()) {
                if (burst.timeNs() < lastNs) throw new AssertionError("time goes back");
                lastNs = burst.timeNs();
            }
        } catch (IOException e) {
            said(e.getMessage());
        }
    }

    @Test
    void dialogues() {
        var examples = Fuzzer.texts(
                "echo\n> AT+CSQ\n< +CSQ: 20,99\nwait 5ms\n= OK\\r\\n\nelse\n< ERROR\nat 5ms < +CREG: 1\nat 6ms = x\\x00\n",
                "> AT\n< OK\n> AT\n< ERROR\n");
        new Fuzzer("dialogue", examples).run(DAILY, input -> {
            DialogueScript script;
            try {
                script = DialogueScript.read("f", in(input));
            } catch (IOException e) {
                return;
            }
            var world = new World(1, TraceSink.NONE);
            var uart = new Uart(new Board(world, "b", 1), "ser1", 115_200, 16);
            var dialogue = new SerialDialogue(world, uart, script);
            dialogue.start();
            for (byte octet : "AT+CSQ\rAT\rAT\r".getBytes(StandardCharsets.US_ASCII)) {
                dialogue.receive(octet, SerialFormat.of8N1(115_200));
            }
            for (byte octet : input) dialogue.receive(octet & 0xff, SerialFormat.of8N1(115_200));
            world.engine().runUntil(Ns.ms(20));
        });
    }

    @Test
    void sentences() {
        var examples = new ArrayList<byte[]>();
        for (String body : List.of("GPRMC,061507.000,A,4530.7007,N,12240.8051,W,0.02,79.97,260813,,,D",
                "GPGGA,061508.000,4530.7007,N,12240.8051,W,2,12,0.83,62.2,M,-19.4,M,0000,0000",
                "GPGLL,4530.7,N,12240.8,W,235959,A",
                "GPVTG,79.97,T,,M,0.02,N,0.03,K,D")) {
            examples.addAll(Fuzzer.texts(body));
        }
        new Fuzzer("nmea", examples).run(DAILY, input -> {
            String body = text(input).replaceAll("[*\r\n]", "");
            try {
                Nmea.parse(Nmea.line(body));
            } catch (NmeaException e) {
                said(e.getMessage());
            }
            try {
                Nmea.parse(text(input));
            } catch (NmeaException e) {
                said(e.getMessage());
            }
        });
    }

    private static final String SCENARIO = """
            scenario: s
            seed: 7
            duration: 10ms
            board:
              cpus: 2
              costs: cortex-a9-1ghz
              can: { can0: { bitrate: 500k, data-bitrate: 2M } }
              uart: { ser1: { baud: 9600, fifo: 16 } }
              parts: { rtc: { part: rtc }, gpio: { part: gpio, address: 0x1000 } }
            kernel: { tick: 1ms, version: 7 }
            processes: [ { name: p, program: dev-can, priority: 12, policy: rr, args: [ can0 ] } ]
            tasks: [ { name: t, period: 2ms, wcet: 1ms, priority: 10, locks: [ { mutex: m, after: 1us, for: 2us } ] } ]
            mutexes: [ { name: m, protocol: ceiling, ceiling: 20 } ]
            messages: [ { name: e, bus: can0, id: 0x100, dlc: 2, period: 10ms, data: 0AFF } ]
            stimuli:
              - { can-replay: can0, file: x, speed: 2x, rounds: 3, identifiers: { 0x1: drop } }
              - { uart-feed: ser1, file: x, timing: sentence-time }
              - { press: gpio, pin: 1, at: 1ms }
            faults: [ { bus: can0, kind: bit-error, frame: 3 }, { kind: babble, id: 0x10 }, { kind: clock-drift, drift: -100ppm, at: 1ms } ]
            paths: [ { name: r, from: irq can0, to: run p } ]
            require: [ r max <= 50us, task t response max <= 1ms ]
            """;

    @TempDir
    static Path directory;

    @Test
    void scenarios() throws IOException {
        Files.writeString(directory.resolve("x"), "(1.0) can0 123#11\n");
        var examples = Fuzzer.texts(SCENARIO, "boards: { a: { can: { can0: } }, b: { model: zynq-like, can: { can0: } } }\n",
                "kernel: { version: 8, clusters: [ { name: big, cpus: [0] } ] }\nboard: { cpus: 4, interference: 10% }\n",
                "a: &a [ 1, *a ]\nb: { <<: *a }\n");
        SourceRoot root = new SourceRoot.Directory(directory);
        new Fuzzer("scenario", examples).run(DAILY, input -> {
            try {
                var scenario = ScenarioFile.parse("s.yaml", text(input), root, List.of());
                scenario.manifestJson("1");
                new Simulation(scenario, TraceSink.NONE, Simulation.Options.DEFAULT).close();
            } catch (ScenarioException | IOException e) {
                said(e.getMessage());
            }
        });
    }

    @Test
    void costProfiles() throws IOException {
        var examples = new ArrayList<byte[]>();
        for (String name : CostProfiles.shipped()) {
            try (var in = getClass().getClassLoader().getResourceAsStream("rtk/kernel/costs/" + name + ".yaml")) {
                if (in != null) examples.add(in.readAllBytes());
            }
        }
        examples.addAll(Fuzzer.texts("profile: p\nplatform: x\nitems:\n  kernel-entry: { ns: 100, source: measured }\n"));
        new Fuzzer("costs", examples).run(DAILY, input -> {
            try {
                CostProfiles.parse("c.yaml", text(input));
            } catch (ScenarioException e) {
                said(e.getMessage());
            }
        });
    }
}
