package io.foyer.lab.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What may know what. */
@AnalyzeClasses(packages = "io.foyer", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseRulesTest {
    @ArchTest
    static final ArchRule a_domain_is_plain_java = noClasses()
            .that()
            .resideInAPackage("io.foyer..domain..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.quarkus..",
                    "io.vertx..",
                    "io.netty..",
                    "io.smallrye..",
                    "com.fasterxml..",
                    "jakarta..",
                    "org.eclipse.microprofile..",
                    "io.foyer.state..",
                    "io.foyer.edge.health..");

    @ArchTest
    static final ArchRule the_registry_knows_no_other_service = noClasses()
            .that()
            .resideInAPackage("io.foyer.registry..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.foyer.room..", "io.foyer.proxy..");

    @ArchTest
    static final ArchRule the_proxy_knows_no_other_service = noClasses()
            .that()
            .resideInAPackage("io.foyer.proxy..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.foyer.room..", "io.foyer.registry..");

    @ArchTest
    static final ArchRule the_room_service_knows_no_other_service = noClasses()
            .that()
            .resideInAPackage("io.foyer.room..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.foyer.proxy..", "io.foyer.registry..");

    @ArchTest
    static final ArchRule the_shared_state_knows_no_service = noClasses()
            .that()
            .resideInAnyPackage("io.foyer.state..", "io.foyer.contract..", "io.foyer.name..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.foyer.edge..", "io.foyer.proxy..", "io.foyer.registry..", "io.foyer.room..");

    @ArchTest
    static final ArchRule the_shared_edge_knows_no_service = noClasses()
            .that()
            .resideInAPackage("io.foyer.edge..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.foyer.proxy..", "io.foyer.registry..", "io.foyer.room..");

    @ArchTest
    static final ArchRule names_are_plain_java = noClasses()
            .that()
            .resideInAPackage("io.foyer.name..")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages("io.foyer.name..", "java..");

    @ArchTest
    static final ArchRule what_ships_knows_nothing_of_the_lab = noClasses()
            .that()
            .resideOutsideOfPackage("io.foyer.lab..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.foyer.lab..");

    @ArchTest
    static final ArchRule redis_is_met_in_one_place = noClasses()
            .that()
            .resideInAPackage("io.foyer..")
            .and()
            .resideOutsideOfPackage("io.foyer.state.redis..")
            .and()
            .resideOutsideOfPackage("io.foyer.lab..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx.redis..", "io.quarkus.redis..");

    @ArchTest
    static final ArchRule names_say_what_a_thing_is = noClasses()
            .that()
            .resideInAPackage("io.foyer..")
            .should()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameEndingWith("Data")
            .orShould()
            .haveSimpleNameEndingWith("Info");
}
