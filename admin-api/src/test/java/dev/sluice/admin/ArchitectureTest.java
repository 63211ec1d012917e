package dev.sluice.admin;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Which way the arrows point. Each rule says why; ARCHITECTURE.md has the picture. */
class ArchitectureTest {
    private static final String ROOT = "dev.sluice.admin.";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.sluice.admin");

    @Test
    void shouldHaveRoomsWithoutCycles() {
        slices().matching(ROOT + "(*)..")
                .should()
                .beFreeOfCycles()
                .because("a room that can be read alone has no way back into itself")
                .check(CLASSES);
    }

    @Test
    void shouldHaveNamesThatSaySomething() {
        noClasses()
                .should()
                .haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager|Impl)")
                .orShould()
                .resideInAnyPackage("..util..", "..common..", "..helper..", "..impl..")
                .because("such a name tells nobody what belongs there")
                .check(CLASSES);
    }

    @Test
    void shouldSayInEveryPackageWhatIsNull() {
        classes()
                .that()
                .haveSimpleName("package-info")
                .should()
                .beAnnotatedWith("org.jspecify.annotations.NullMarked")
                .because("a null that is not written down is found at night")
                .check(CLASSES);
    }

    @Test
    void shouldKnowJdbcInUsageAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "usage..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "com.clickhouse..")
                .because(
                        "only analytics may wait for ClickHouse; PostgreSQL is reached through store, with its time limit")
                .check(CLASSES);
    }

    @Test
    void shouldMakeConnectionsInStoreAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + "store..", ROOT + "publish..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vertx.pgclient..")
                .because("a connection outside of the pool is for the relay's lock alone")
                .check(CLASSES);
    }

    @Test
    void shouldBuildBeansWhole() {
        fields().should()
                .notBeAnnotatedWith("jakarta.inject.Inject")
                .andShould()
                .notBeAnnotatedWith("org.eclipse.microprofile.config.inject.ConfigProperty")
                .because("what a class needs is in its constructor")
                .check(CLASSES);
    }

    @Test
    void shouldKeepResourcesInTheirPlaces() {
        classes()
                .that()
                .areAnnotatedWith("jakarta.ws.rs.Path")
                .should()
                .resideInAnyPackage(
                        ROOT + "alert",
                        ROOT + "catalog",
                        ROOT + "collection",
                        ROOT + "gateway",
                        ROOT + "key",
                        ROOT + "login",
                        ROOT + "manifest",
                        ROOT + "provider",
                        ROOT + "simulate",
                        ROOT + "usage",
                        ROOT + "user")
                .andShould()
                .haveSimpleNameEndingWith("Resource")
                .because("what can be called from outside is found by its place and its name")
                .check(CLASSES);
    }

    @Test
    void shouldKeepRequestsOutOfTheBottom() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        ROOT + "settings..", ROOT + "signing..", ROOT + "store..", ROOT + "token..", ROOT + "policy..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.ws.rs..", "io.vertx.ext.web..", ROOT + "access..")
                .because("what keeps policy does not know how a change was asked for")
                .check(CLASSES);
    }
}
