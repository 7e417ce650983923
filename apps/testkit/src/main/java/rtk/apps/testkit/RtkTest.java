package rtk.apps.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A test in a simulated world of its own: the method gets an empty [RtkWorld], starts programs in it, lets time pass and asserts.
///
/// The test fails by itself when a program has died of what it threw and nobody expected that, with the program's stack and the
/// timeline; a test that fails for another reason gets the timeline too.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Test
@ExtendWith(RtkExtension.class)
public @interface RtkTest {
    /// Of all that is random.
    long seed() default 1;

    /// 1 to 32.
    int cores() default 1;
}
