package rtk.board.can.log;

import java.io.IOException;

/// A line of a log that is read strictly is malformed. The message is `file:line:column: found …, expected …`.
public final class MalformedLogException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient LogProblem problem;

    MalformedLogException(LogProblem problem) {
        super(problem.toString());
        this.problem = problem;
    }

    public LogProblem problem() { return problem; }
}
