package io.blip2j.architecture;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/// Things that only some packages may touch.
final class BoundariesTest {
    private static final String[] TOOLS = {"io.blip2j.tools..", "io.blip2j.bench.."};

    @Test
    void onlyTheVectorBackendUsesTheVectorApi() {
        Code.check(noClasses()
                .that()
                .resideOutsideOfPackages("io.blip2j.core.backend.vector..", "io.blip2j.bench..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jdk.incubator.vector..")
                .because("the incubating API may change: one package follows it"));
    }

    @Test
    void foreignFunctionsAreCalledFromFourPackages() {
        Code.check(noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.blip2j.core.memory..",
                        "io.blip2j.core.backend.emitted..",
                        "io.blip2j.nn.mpi..",
                        "io.blip2j.cuda..")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.lang\\.foreign\\.(Linker|SymbolLookup)(\\$.*)?")
                .because("a wrong signature kills the JVM"));
    }

    @Test
    void layersAndModelsNameNoKernelAndNoDevice() {
        Code.check(noClasses()
                .that()
                .resideInAnyPackage("io.blip2j.nn..", "io.blip2j.blip2..")
                .should()
                .dependOnClassesThat()
                .haveNameMatching(
                        "io\\.blip2j\\.core\\.backend\\.(?!(Backends?|AttentionSpec|AdamStep|MatrixFormat|PackedMatrix)(\\$.*)?$).*")
                .because("a tensor carries its backend; layers say what they want, not which kernel does it"));
    }

    @Test
    void storageIsOpaqueOutsideTheBackends() {
        Code.check(noClasses()
                .that()
                .resideOutsideOfPackages("io.blip2j.core.backend..", "io.blip2j.cuda..")
                .should()
                .callMethodWhere(member("io.blip2j.core.backend.Storage", "floats|doubles|shorts|longs|ints|bytes"))
                .because("values are read by copies, so that a device can hold them"));
    }

    @Test
    void testKitIsForTests() {
        Code.check(noClasses()
                .that()
                .resideOutsideOfPackage("..testing..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..testing..")
                .because("the product does not need its test kit"));
    }

    @Test
    void onlyToolsPrintAndExit() {
        Code.check(noClasses()
                .that()
                .resideOutsideOfPackages(TOOLS)
                .should(ACCESS_STANDARD_STREAMS)
                .orShould()
                .callMethodWhere(member("java.lang.System", "exit"))
                .orShould()
                .callMethodWhere(target(nameMatching("printStackTrace")))
                .because("a library reports to its caller"));
    }

    @Test
    void randomNumbersComeFromPhilox() {
        Code.check(noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.util\\.(Random|SplittableRandom|concurrent\\.ThreadLocalRandom|random\\..*)")
                .orShould()
                .callMethodWhere(member("java.lang.Math", "random"))
                .because("the same seed has to give the same bits for any order and number of threads"));
    }

    @Test
    void vectorKernelsUseTheirOwnFunctions() {
        String functions = "exp|expm1|log|log1p|log10|pow|sin|cos|tan|sinh|cosh|tanh|asin|acos|atan|atan2|cbrt|hypot";
        Code.check(noClasses()
                .that()
                .resideInAPackage("io.blip2j.core.backend.vector..")
                .should()
                .callMethodWhere(member("java.lang.Math", functions))
                .orShould()
                .accessFieldWhere(member("jdk.incubator.vector.VectorOperators", functions.toUpperCase(Locale.ROOT)))
                .because("the JDK's bits differ between machines and widths; StrictMath's and ours do not"));
    }

    private static DescribedPredicate<JavaAccess<?>> member(String type, String names) {
        return target(owner(assignableTo(type))).and(target(nameMatching(names)));
    }
}
