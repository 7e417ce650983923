package rtk.viz.gantt;

import java.util.List;

/// What happened in a window of a run, as bars on lanes. Instants are simulated time in ns.
///
/// @param fromNs start of the window
/// @param toNs end of the window
/// @param lanes from top to bottom
/// @param arrows between lanes, by their index in `lanes`
/// @param leftOut bars and arrows that were not kept because there were too many
public record Gantt(long fromNs, long toNs, List<Lane> lanes, List<Arrow> arrows, long leftOut) {
    /// What a lane is of, in the order in which lanes stand.
    public enum Group {
        BLAME, CORE, INTERRUPT, THREAD, BUS
    }

    /// What a bar says. Each has a height or a pattern of its own besides its colour.
    public enum Look {
        /// Has the core.
        RUNNING("running"),
        /// Able to run while another has the core.
        READY("ready"),
        /// Waits for a mutex, a server's receive or a reply: for another thread.
        BLOCKED("waits for another thread"),
        /// The core serves an interrupt, or the line of an interrupt is up.
        INTERRUPT("interrupt"),
        /// On the wire.
        FRAME("frame on the bus"),
        /// Blame: the thing itself goes on.
        OWN("own work"),
        /// Blame: something more urgent goes first.
        INTERFERENCE("interference"),
        /// Blame: something less urgent, or earlier work, is waited for.
        BLOCKING("blocking"),
        /// Blame: nothing to be done until something comes.
        WAITING("waiting");

        private final String title;

        Look(String title) { this.title = title; }

        /// In a few words.
        public String title() { return title; }
    }

    /// A stretch of time on a lane.
    ///
    /// @param text what there is to say of it, short
    public record Bar(long startNs, long endNs, Look look, String text) {}

    /// An instant on a lane: a change of priority.
    ///
    /// @param text such as `21`
    /// @param up whether the priority rose
    public record Mark(long atNs, String text, boolean up) {}

    /// One row.
    ///
    /// @param bars in order of time, without overlap
    public record Lane(Group group, String name, List<Bar> bars, List<Mark> marks) {}

    /// From one lane to another: a message, or a reply.
    ///
    /// @param reply drawn with a dashed line
    public record Arrow(int fromLane, long fromNs, int toLane, long toNs, boolean reply) {}

    /// With one more lane on top.
    public Gantt withTop(Lane lane) {
        var more = new java.util.ArrayList<Lane>();
        more.add(lane);
        more.addAll(lanes);
        List<Arrow> moved = arrows.stream()
                .map(arrow -> new Arrow(arrow.fromLane + 1, arrow.fromNs, arrow.toLane + 1, arrow.toNs, arrow.reply)).toList();
        return new Gantt(fromNs, toNs, List.copyOf(more), moved, leftOut);
    }
}
