package rtk.trace.analysis;

/// Measures the jobs of one task.
final class TaskMeter {
    private final String name;
    private final LongMap nominalOfJob = new LongMap();
    private final Samples responses;
    private long releases;
    private long misses;

    TaskMeter(String name, SampleListener listener) {
        this.name = name;
        responses = new Samples(new Series(Series.Kind.TASK, name), listener);
    }

    String name() { return name; }

    void released(long job, long nominalNs) {
        releases++;
        nominalOfJob.put(job, nominalNs);
    }

    void completed(long job, long timeNs) {
        long nominalNs = nominalOfJob.remove(job);
        if (nominalNs != LongMap.ABSENT) responses.record(timeNs - Math.min(nominalNs, timeNs), timeNs);
    }

    void missed() { misses++; }

    void abandoned(long job) { nominalOfJob.remove(job); }

    Samples responses() { return responses; }

    long releases() { return releases; }

    long misses() { return misses; }

    /// Nominal release of the oldest job that is neither done nor given up, or -1.
    long oldestOpenNs() { return nominalOfJob.smallestValue(); }

    TaskResult result() {
        return new TaskResult(name, releases, responses.count(), misses, responses.minNs(), responses.maxNs());
    }
}
