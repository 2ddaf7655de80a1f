package io.blip2j.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Modules and packages know only what lies below them.
final class ModulesTest {
    /// The floors of core from the ground up; a floor may use itself and those before it.
    private static final List<List<String>> FLOORS = List.of(
            List.of("io.blip2j.core", "io.blip2j.core.shape.."),
            List.of("io.blip2j.core.memory..", "io.blip2j.core.parallel..", "io.blip2j.core.random.."),
            List.of("io.blip2j.core.backend.."),
            List.of("io.blip2j.core.tensor..", "io.blip2j.core.op..", "io.blip2j.core.autograd.."),
            List.of("io.blip2j.core.io..", "io.blip2j.core.testing.."));

    /// Tensor's fluent methods name the operations, and operations are written in tensors: one slice, on purpose.
    private static final List<String> ONE_SLICE =
            List.of("io.blip2j.core.tensor", "io.blip2j.core.op", "io.blip2j.core.autograd");

    @ParameterizedTest
    @CsvSource({
        "core, nn blip2 tools cuda bench",
        "nn, blip2 tools cuda bench",
        "blip2, tools cuda bench",
        "cuda, nn blip2 tools bench",
        "tools, cuda bench",
    })
    void moduleDoesNotKnow(String module, String others) {
        String[] unknown = Arrays.stream(others.split(" "))
                .map(other -> "io.blip2j." + other + "..")
                .toArray(String[]::new);
        Code.check(noClasses()
                .that()
                .resideInAPackage("io.blip2j." + module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(unknown)
                .because("modules stand as core <- nn <- blip2 <- tools, and a device is found, not named"));
    }

    @Test
    void floorsOfCoreDoNotLookUp() {
        for (int floor = 0; floor < FLOORS.size() - 1; floor++) {
            String[] here = FLOORS.get(floor).toArray(String[]::new);
            String[] above = FLOORS.subList(floor + 1, FLOORS.size()).stream()
                    .flatMap(List::stream)
                    .toArray(String[]::new);
            Code.check(noClasses()
                    .that()
                    .resideInAnyPackage(here)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(above)
                    .because("a floor of core stands on those below it"));
        }
    }

    @Test
    void packagesAreFreeOfCycles() {
        Code.check(slices().assignedFrom(new Packages()).should().beFreeOfCycles());
    }

    /// Each package is a slice, but for the three that are one.
    private static final class Packages implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            String name = type.getPackageName();
            boolean tensors = ONE_SLICE.stream().anyMatch(one -> name.equals(one) || name.startsWith(one + "."));
            return SliceIdentifier.of(tensors ? "core.tensor, core.op, core.autograd" : name);
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }
}
