package rtk.apps.scenario;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LineNumber;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Finds the calls by which a program would ask the host for time, randomness or threads. With them a run is no function of scenario
/// and seed any more, so they are refused, each with what to call instead. Not found: calls by reflection or through a library.
final class HostCalls {
    private static final String TIME = "simulated time: k.nowNs()";
    private static final String RANDOM = "randomness from the seed: read /dev/random (program dev-null), or new Random(number)";
    private static final String THREAD = "a simulated thread: k.threadCreate(…)";
    /// By class and method, or class and method and descriptor.
    private static final Map<String, String> INSTEAD = new TreeMap<>(Map.ofEntries(
            Map.entry("java/lang/System.nanoTime", TIME),
            Map.entry("java/lang/System.currentTimeMillis", TIME),
            Map.entry("java/time/Instant.now", TIME),
            Map.entry("java/time/LocalDateTime.now", TIME),
            Map.entry("java/time/LocalDate.now", TIME),
            Map.entry("java/time/LocalTime.now", TIME),
            Map.entry("java/time/ZonedDateTime.now", TIME),
            Map.entry("java/util/Date.<init>()V", TIME),
            Map.entry("java/lang/Math.random", RANDOM),
            Map.entry("java/util/Random.<init>()V", RANDOM),
            Map.entry("java/util/UUID.randomUUID", RANDOM),
            Map.entry("java/util/concurrent/ThreadLocalRandom.current", RANDOM),
            Map.entry("java/security/SecureRandom.<init>", RANDOM),
            Map.entry("java/lang/Thread.sleep", "simulated time: k.sleep(ns)"),
            Map.entry("java/lang/Thread.<init>", THREAD),
            Map.entry("java/lang/Thread.ofVirtual", THREAD),
            Map.entry("java/lang/Thread.ofPlatform", THREAD),
            Map.entry("java/lang/Thread.startVirtualThread", THREAD)));

    private HostCalls() {}

    /// @param file that the class comes from, for messages
    static void find(String file, byte[] classFile, List<Problem> problems) {
        try {
            for (var method : ClassFile.of().parse(classFile).methods()) {
                method.code().ifPresent(code -> find(file, code, problems));
            }
        } catch (IllegalArgumentException e) {
            problems.add(new Problem(file, 0, 0, "a broken class file", "what a Java compiler writes", ""));
        }
    }

    private static void find(String file, CodeModel code, List<Problem> problems) {
        int line = 0;
        for (CodeElement element : code) {
            if (element instanceof LineNumber number) line = number.line();
            if (!(element instanceof InvokeInstruction call)) continue;
            String name = call.owner().asInternalName() + "." + call.name().stringValue();
            String instead = INSTEAD.getOrDefault(name, INSTEAD.get(name + call.type().stringValue()));
            if (instead == null) continue;
            String said = name.replace('/', '.').replaceAll(".*\\.(\\w+)\\.<init>", "new $1");
            problems.add(new Problem(file, line, 1, said + "(…), which asks the host", instead,
                    "else no two runs would be the same"));
        }
    }
}
