package dev.sluice.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which way the arrows point. Each rule says why; ARCHITECTURE.md has the picture. */
@AnalyzeClasses(packages = "dev.sluice.gateway", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "dev.sluice.gateway.";

    @ArchTest
    static final ArchRule ROOMS_HAVE_NO_CYCLES = slices().matching(ROOT + "(*)..")
            .should()
            .beFreeOfCycles()
            .because("a room that can be read alone has no way back into itself");

    @ArchTest
    static final ArchRule SIBLINGS_DO_NOT_TALK = noClasses()
            .that()
            .resideInAnyPackage(ROOT + "auth..", ROOT + "routing..", ROOT + "usage..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    ROOT + "pipeline..",
                    ROOT + "endpoint..",
                    ROOT + "dispatch..",
                    ROOT + "provider..",
                    ROOT + "policy..")
            .because("only the pipeline knows the order, so a stage is handed what it needs");

    @ArchTest
    static final ArchRule STAGES_ARE_STRANGERS = slices().matching(ROOT + "(auth|routing|usage|dispatch)..")
            .should()
            .notDependOnEachOther()
            .because("siblings are put together by the pipeline, not by each other");

    @ArchTest
    static final ArchRule DIALECTS_ARE_STRANGERS = slices().matching(ROOT + "provider.(*)..")
            .should()
            .notDependOnEachOther()
            .because("a dialect is added or removed without reading another");

    @ArchTest
    static final ArchRule ONLY_DISPATCH_KNOWS_PROVIDERS = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT + "dispatch..", ROOT + "provider..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + "provider..")
            .because("whatever else knew a vendor would have to know them all");

    @ArchTest
    static final ArchRule REQUESTS_DO_NOT_KNOW_THE_EXCHANGE = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT + "credential..", "dev.sluice.gateway")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + "credential..")
            .because("a request reads the token that its account has, and how that is come by may block");

    @ArchTest
    static final ArchRule ONLY_THE_EDGE_KNOWS_THE_PIPELINE = noClasses()
            .that()
            .resideOutsideOfPackages(
                    ROOT + "pipeline..",
                    ROOT + "endpoint..",
                    ROOT + "telemetry..",
                    ROOT + "warmup..",
                    "dev.sluice.gateway")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + "pipeline..")
            .because("arrows point down");

    @ArchTest
    static final ArchRule THE_BOTTOM_KNOWS_NOTHING = noClasses()
            .that()
            .resideInAnyPackage(ROOT + "inference..", ROOT + "error..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.quarkus..",
                    "io.nats..",
                    "io.micrometer..",
                    "jakarta..",
                    ROOT + "pipeline..",
                    ROOT + "endpoint..")
            .because("the vocabulary is shared by every room");

    @ArchTest
    static final ArchRule ONLY_TELEMETRY_MEASURES = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "telemetry..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.micrometer..", "io.prometheus..", "io.opentelemetry..")
            .because("metrics listen to moments of the pipeline and never leak into its logic");

    @ArchTest
    static final ArchRule THE_DATA_PATH_HAS_NO_FRAMEWORK = noClasses()
            .that()
            .resideInAnyPackage(
                    ROOT + "endpoint..",
                    ROOT + "pipeline..",
                    ROOT + "auth..",
                    ROOT + "dispatch..",
                    ROOT + "provider..",
                    ROOT + "usage..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta..", "io.smallrye..", "io.quarkus..")
            .because("CDI, JAX-RS and Mutiny cost time per request");

    @ArchTest
    static final ArchRule NOTHING_BLOCKS_A_LOOP = noClasses()
            .that()
            .resideInAnyPackage(
                    ROOT + "endpoint..",
                    ROOT + "pipeline..",
                    ROOT + "auth..",
                    ROOT + "routing..",
                    ROOT + "dispatch..",
                    ROOT + "provider..")
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(java.util.concurrent.CompletableFuture.class, "join")
            .orShould()
            .callMethod(java.util.concurrent.CompletableFuture.class, "get")
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "java.net.http..")
            .because("one request that waits makes every request of its event loop wait");

    @ArchTest
    static final ArchRule NAMES_SAY_SOMETHING = noClasses()
            .should()
            .haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager|Impl)")
            .orShould()
            .resideInAnyPackage("..util..", "..common..", "..helper..", "..impl..")
            .because("such a name tells nobody what belongs there");

    @ArchTest
    static final ArchRule BEANS_ARE_BUILT_WHOLE = fields().should()
            .notBeAnnotatedWith("jakarta.inject.Inject")
            .because("what a class needs is in its constructor");

    @ArchTest
    static final ArchRule PACKAGES_SAY_WHAT_IS_NULL = classes()
            .that()
            .haveSimpleName("package-info")
            .should()
            .beAnnotatedWith("org.jspecify.annotations.NullMarked")
            .because("a null that is not written down is found at night");
}
