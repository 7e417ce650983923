package rtk.trace.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class BtfTest {
    /// Vector F03: a trace of a commercial timing simulator; events that Trace Compass asserts, and counts.
    @Test
    void theOpenSampleReadsAsPublished() throws IOException {
        List<BtfEvent> events = new ArrayList<>();
        Map<String, String> properties = sample("20140219-123819.btf", events);

        assertEquals("2.1.0", properties.get("version"), "given twice, the later one counts");
        assertEquals("ns", properties.get("timeScale"));
        assertEquals(38_715, events.size());
        assertEquals(new BtfEvent(0, "SEM_DataElement1", 0, "SEM", "SEM_DataElement1", 0, "ready", "0"), events.getFirst());
        assertEquals(new BtfEvent(0, "TASK_10MS_DL2", 0, "SCHED", "SCHED_Tasks_C1", -1, "processactivate", "some note"),
                events.get(10));
        assertEquals(new BtfEvent(956_750, "Core_2", 0, "T", "TASK_5MS", 0, "terminate", ""), events.get(98));
        var counts = new TreeMap<String, Integer>();
        for (BtfEvent event : events) counts.merge(event.type() + "," + event.event(), 1, Integer::sum);
        assertEquals(4_936, counts.get("STI,trigger"));
        assertEquals(1_645, counts.get("T,activate"));
        assertEquals(473, counts.get("T,preempt"));
        assertEquals(39, counts.size());
    }

    /// F03 again: response and core times of jobs, from activation to termination and without what others ran.
    @Test
    void timesOfTheSamplesJobsComeOutAsPublished() throws IOException {
        List<BtfEvent> events = new ArrayList<>();
        sample("20140219-123819.btf", events);

        var jobs = new Jobs();
        events.forEach(jobs::take);

        assertEquals("500 jobs, response 253725..1097775, core 253625..1097675, preempted 0 on [Core_1]", jobs.tell("TASK_1MS"));
        assertEquals("250 jobs, response 514425..1505225, core 262125..1066250, preempted 26 on [Core_2]", jobs.tell("TASK_5MS"));
        assertEquals("250 jobs, response 742825..3129850, core 480950..491150, preempted 201 on [Core_1]",
                jobs.tell("TASK_InputProcessing"));
    }

    /// What we write reads as what happened: job 1 of t1 is preempted by the interrupt and by dev-can, 25 µs of its 90 on the core.
    @Test
    void ourTraceReadsBackAsWhatHappened() throws IOException {
        var out = new StringBuilder();
        SampleTrace.export(new BtfExport(out, "test"));

        var jobs = new Jobs();
        var reader = new BtfReader("sample.btf");
        reader.read(new StringReader(out.toString()), jobs::take);

        assertEquals("2.2.0", reader.properties().get("version"));
        assertEquals("1 jobs, response 90000..90000, core 60000..60000, preempted 1 on [Core_0]", jobs.tell("t1"));
        assertEquals("1 jobs, response 100000..100000, core 46000..46000, preempted 0 on [Core_1]", jobs.tell("client__\"x\"/1"));
    }

    @Test
    void whatIsNoBtfIsToldByLineAndColumn() {
        assertEquals("x.btf:2:9: found 2 fields, expected time,source,instance,type,target,instance,event and perhaps a note",
                wrong("#version 2.2.0\n12,Core\n".replace("Core", "Core_")));
        assertEquals("x.btf:1:1: found 'soon', expected a time", wrong("soon,A,0,T,A,0,activate"));
        assertEquals("x.btf:1:1: found -1, expected a time, 0 or later", wrong("-1,A,0,T,A,0,activate"));
        assertEquals("x.btf:1:5: found 'x', expected an instance", wrong("0,A,x,T,A,0,activate"));
        assertEquals("x.btf:1:12: found 'fortnights', expected a time scale: ps, ns, us, ms or s",
                wrong("#timeScale fortnights"));
        assertEquals("x.btf:1:13: found nothing, expected an event", wrong("0,A,0,T,A,0,"));
        assertEquals("x.btf:2:1: found 9223372036854775807, expected a time that fits 64 bits of ns",
                wrong("#timeScale s\n9223372036854775807,A,0,T,A,0,start"));
    }

    private static String wrong(String text) {
        return assertThrows(MalformedTraceException.class, () -> new BtfReader("x.btf").read(new StringReader(text), event -> {}))
                .getMessage();
    }

    private static Map<String, String> sample(String file, List<BtfEvent> events) throws IOException {
        Path path = Path.of(System.getProperty("rtk.shared", "absent"), "data", "amalthea-btf", file);
        assumeTrue(Files.exists(path), path + " is not there: skipped");
        var reader = new BtfReader(file);
        try (var in = Files.newBufferedReader(path)) {
            reader.read(in, events::add);
        }
        return reader.properties();
    }

    /// Jobs by task, as BTF's state machine has them.
    private static final class Jobs {
        private final Map<String, Long> activated = new TreeMap<>();
        private final Map<String, Long> since = new TreeMap<>();
        private final Map<String, Long> used = new TreeMap<>();
        private final Map<String, List<long[]>> done = new TreeMap<>();
        private final Map<String, Integer> preempted = new TreeMap<>();
        private final Map<String, TreeSet<String>> cores = new TreeMap<>();

        void take(BtfEvent event) {
            if (!event.type().equals("T")) return;
            String job = event.target() + "#" + event.targetInstance();
            switch (event.event()) {
                case "activate" -> activated.put(job, event.timeNs());
                case "start", "resume", "run" -> {
                    since.put(job, event.timeNs());
                    cores.computeIfAbsent(event.target(), name -> new TreeSet<>()).add(event.source());
                }
                case "preempt", "wait", "poll", "park" -> {
                    stop(job, event.timeNs());
                    if (event.event().equals("preempt")) preempted.merge(event.target(), 1, Integer::sum);
                }
                case "terminate" -> {
                    stop(job, event.timeNs());
                    if (activated.containsKey(job))
                        done.computeIfAbsent(event.target(), name -> new ArrayList<>())
                                .add(new long[]{event.timeNs() - activated.get(job), used.getOrDefault(job, 0L)});
                }
                default -> {}
            }
        }

        private void stop(String job, long timeNs) {
            Long from = since.remove(job);
            if (from != null) used.merge(job, timeNs - from, Long::sum);
        }

        String tell(String task) {
            List<long[]> jobs = done.get(task);
            return jobs.size() + " jobs, response " + range(jobs, 0) + ", core " + range(jobs, 1) + ", preempted "
                    + preempted.getOrDefault(task, 0) + " on " + cores.get(task);
        }

        private static String range(List<long[]> jobs, int index) {
            return jobs.stream().mapToLong(job -> job[index]).min().getAsLong() + ".."
                    + jobs.stream().mapToLong(job -> job[index]).max().getAsLong();
        }
    }
}
