package rtk.apps.testkit;

import java.util.List;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.AssertionFailedError;
import rtk.kernel.KernelConfig;
import rtk.kernel.ProcessFailure;

/// What stands behind [RtkTest]: makes the world, looks after the test whether its programs are well, and clears up.
final class RtkExtension implements ParameterResolver, AfterTestExecutionCallback, TestExecutionExceptionHandler {
    private static final Namespace NAMESPACE = Namespace.create(RtkExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RtkWorld.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(NAMESPACE).getOrComputeIfAbsent(RtkWorld.class, key -> newWorld(context), RtkWorld.class);
    }

    private static RtkWorld newWorld(ExtensionContext context) {
        RtkTest test = AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), RtkTest.class).orElseThrow();
        return new RtkWorld(KernelConfig.DEFAULT, test.cores(), test.seed());
    }

    /// The picture says more than the two values that differ.
    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        RtkWorld world = context.getStore(NAMESPACE).get(RtkWorld.class, RtkWorld.class);
        if (world != null) failure.addSuppressed(new Picture(world.picture()));
        throw failure;
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        RtkWorld world = context.getStore(NAMESPACE).remove(RtkWorld.class, RtkWorld.class);
        if (world == null) return;
        List<ProcessFailure> deaths = world.unexpectedDeaths();
        List<String> missing = world.missingDeaths();
        String picture = world.picture();
        world.close();
        if (!deaths.isEmpty()) throw new AssertionFailedError(RtkWorld.describe(deaths.getFirst()) + "\n" + picture);
        if (!missing.isEmpty() && context.getExecutionException().isEmpty()) {
            throw new AssertionFailedError("expected to die, but did not: " + String.join(", ", missing) + "\n" + picture);
        }
    }

    /// Carries the timeline with another failure.
    private static final class Picture extends Exception {
        private static final long serialVersionUID = 1;

        Picture(String text) { super("the world at the end of the test:\n" + text, null, false, false); }
    }
}
